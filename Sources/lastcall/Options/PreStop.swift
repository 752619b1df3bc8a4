import ArgumentParser
import ShutdownModel
import Time

/// The flag `--pre-stop`.
enum PreStop {
  /// - Throws: a sentence for a hook that would outlast the grace, of which it is a part.
  static func check(_ preStop: TimeSpan?, within grace: TimeSpan?) throws {
    guard let preStop, let grace, preStop > grace else { return }
    throw ValidationError(
      "--pre-stop \(preStop.text) is longer than --grace \(grace.text), which includes it")
  }
}
