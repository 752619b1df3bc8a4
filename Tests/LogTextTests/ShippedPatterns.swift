import Settings
import ShutdownModel
import Testing

@testable import LogText

/// The recogniser as a user without a configuration has it.
enum ShippedPatterns {
  static let recogniser = Result {
    try LogRecogniser(try LoadedSettings(flags: [:], environment: [:]).logPatterns())
  }

  static let forms = Result {
    try LoadedSettings(flags: [:], environment: [:]).logPatterns().forms
  }

  static func finding(_ text: String) throws -> LogRecogniser.Finding {
    var recogniser = try recogniser.get()
    return recogniser.recognise(text.utf8)
  }

  static func line(_ text: String, pod: PodReference = .unnamed, year: Int? = nil) throws
    -> LogLine
  {
    var parser = LogLineParser(recogniser: try recogniser.get(), year: year)
    return parser.line(text.utf8, pod: pod)
  }
}
