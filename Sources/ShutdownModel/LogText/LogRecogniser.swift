/// Finds what a log line says of the shutdown.
public struct LogRecogniser: Sendable {
  /// What a line says.
  public struct Finding: Equatable, Sendable {
    /// The shutdown phase it speaks of, if any.
    public var sign: LogSign?
    /// How many tasks it says are in flight, if it does.
    public var inFlight: Int?
  }

  /// Compiles patterns.
  ///
  /// - Throws: ``LogRegexError`` for the first pattern that is wrong.
  public init(_ patterns: LogPatterns) throws(LogRegexError) {}

  /// What the message of a line says.
  public mutating func recognise(_ message: some Collection<UInt8>) -> Finding {
    Finding()
  }
}
