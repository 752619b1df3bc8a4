import ArgumentParser
import LogText
import Settings
import ShutdownModel

/// Whether and how the run is recorded.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Record the run to this file for lastcall replay; it may contain private log lines.",
      valueName: "file"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Blank matches of this expression in every recorded text; repeatable.", valueName: "regex"))
  var redact: [String] = []

  func validate() throws {
    if record?.isEmpty == true { throw ValidationError("--record needs a file name") }
    _ = try redaction()
  }

  /// What is blanked in what is recorded; nil for nothing.
  ///
  /// No pattern of this kind takes more than linear time, whatever stands in a log.
  func redaction() throws -> LogRedaction? {
    guard !redact.isEmpty else { return nil }
    do {
      return LogRedaction(try redact.map { pattern throws(LogRegexError) in try LogRegex(pattern) })
    } catch {
      throw ValidationError("--redact: \(error)")
    }
  }
}
