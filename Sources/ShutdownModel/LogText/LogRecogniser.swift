/// Finds what a log line says of the shutdown.
///
/// It learns while it reads: a copy of one that has read much begins with what that one knew.
public struct LogRecogniser: Sendable {
  /// What a line says.
  public struct Finding: Equatable, Sendable {
    /// The shutdown phase it speaks of, if any.
    public var sign: LogSign?
    /// How many tasks it says are in flight, if it does.
    public var inFlight: Int?

    /// Makes a finding.
    public init(sign: LogSign? = nil, inFlight: Int? = nil) {
      self.sign = sign
      self.inFlight = inFlight
    }
  }

  /// Of several signs in a line, the one that says most of the end.
  static let precedence: [LogSign] = [.cut, .timedOut, .finished, .waiting, .draining, .signal]

  private var automaton: LogAutomaton
  /// What each pattern of a sign says; nil for one to be ignored.
  private let signs: [LogSign?]
  /// Whether each pattern of a count has a group; one without says that there is none.
  private let hasNumber: [Bool]

  /// Compiles patterns.
  ///
  /// - Throws: ``LogRegexError`` for the first pattern that is wrong.
  public init(_ patterns: LogPatterns) throws(LogRegexError) {
    var signs: [LogSign?] = []
    var signRegexes: [LogRegex] = []
    var countRegexes: [LogRegex] = []
    for tier in patterns.tiers {
      for text in tier.ignore {
        signRegexes.append(try LogRegex(text))
        signs.append(nil)
      }
      for sign in Self.precedence {
        for text in tier.signs[sign] ?? [] {
          signRegexes.append(try LogRegex(text))
          signs.append(sign)
        }
      }
      for text in tier.inFlight { countRegexes.append(try LogRegex(text)) }
    }
    self.signs = signs
    hasNumber = countRegexes.map(\.hasGroup)
    automaton = LogAutomaton(signs: signRegexes, counts: countRegexes)
  }

  /// What the message of a line says.
  public mutating func recognise(_ message: some Collection<UInt8>) -> Finding {
    if let finding = message.withContiguousStorageIfAvailable({ recognise($0) }) { return finding }
    return Array(message).withUnsafeBufferPointer { recognise($0) }
  }

  /// What the message of a line says.
  public mutating func recognise(_ message: UnsafeBufferPointer<UInt8>) -> Finding {
    let match = automaton.match(message)
    var finding = Finding()
    if match.sign != LogAutomaton.Match.none {
      guard let sign = signs[Int(match.sign)] else { return finding }
      finding.sign = sign
    }
    if match.count != LogAutomaton.Match.none {
      finding.inFlight = count(of: Int(match.count), in: message)
    }
    return finding
  }

  private func count(of pattern: Int, in message: UnsafeBufferPointer<UInt8>) -> Int? {
    guard hasNumber[pattern - signs.count] else { return 0 }
    return automaton.program.capture(pattern, in: message).flatMap {
      Self.number(UnsafeBufferPointer(rebasing: message[$0]))
    }
  }

  /// A count of at most nine digits; a longer number is some other thing's.
  private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var number = 0
    for byte in digits {
      guard ByteSet.digits.contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }
}
