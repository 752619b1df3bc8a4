import ArgumentParser
import Settings

/// Whether and how the run is recorded.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Record the run to this file, for lastcall replay; it may hold private log lines.",
      valueName: "file"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Blank what matches in recorded log lines and messages; repeatable.", valueName: "regex"))
  var redact: [String] = []

  func validate() throws {
    if record?.isEmpty == true { throw ValidationError("--record needs a file name") }
    _ = try redaction()
  }

  /// What is left of a text; nil when nothing is to be blanked.
  func redaction() throws -> (@Sendable (String) -> String)? {
    guard !redact.isEmpty else { return nil }
    for pattern in redact {
      do {
        _ = try Regex(pattern)
      } catch {
        throw ValidationError("--redact \(pattern.quotedForMessage) is no regular expression")
      }
    }
    // Regex is not Sendable; compiling one again costs less than a line on the disk.
    let patterns = redact
    return { text in
      patterns.reduce(text) { text, pattern in
        guard let regex = try? Regex(pattern) else { return "[redacted]" }
        return text.replacing(regex, with: "[redacted]")
      }
    }
  }
}
