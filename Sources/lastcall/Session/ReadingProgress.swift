import CLibrary
import Inputs
import Time

/// A bar on stderr, once reading takes longer than a second and somebody sits there.
final class ReadingProgress {
  private let files: [FileBytes]
  private let began = ContinuousClock.now
  private var shownAt: ContinuousClock.Instant?

  private static let patience = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)
  private static let width = 30

  init(of files: [FileBytes]) {
    self.files = files
  }

  /// Draws the bar anew if it is time to.
  func show() {
    let now = ContinuousClock.now
    guard now - began >= Self.patience, shownAt.map({ now - $0 >= Self.interval }) ?? true,
      isatty(STDERR_FILENO) == 1
    else { return }
    shownAt = now
    let read = files.map(\.position).reduce(0, +)
    let sizes = files.map(\.size)
    let megabytes = "\(read >> 20) MB"
    guard !sizes.contains(nil) else { return draw("reading \(megabytes)") }
    let size = max(sizes.compactMap { $0 }.reduce(0, +), 1)
    let part = min(Double(read) / Double(size), 1)
    let full = Int(part * Double(Self.width))
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: Self.width - full)
    draw("reading [\(bar)] \(Int(part * 100)) %  \(megabytes) of \(size >> 20) MB")
  }

  /// Takes the bar away.
  func clear() {
    if shownAt != nil { writeToStandardError("\r\u{1B}[K") }
    shownAt = nil
  }

  private func draw(_ text: String) {
    writeToStandardError("\r\(text)\u{1B}[K")
  }
}
