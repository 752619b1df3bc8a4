import HarmlessText

/// Why a text is no pattern.
public struct LogRegexError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The pattern's text.
  public var pattern: String
  /// What is wrong with it, and where.
  public var problem: String

  public var description: String { "the pattern \(pattern.harmless(limit: 200)) \(problem)" }
}
