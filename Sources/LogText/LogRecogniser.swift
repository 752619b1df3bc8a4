/// Finds what a log line says of the shutdown.
///
/// It learns while it reads: a copy of one that has read much begins with what that one knew.
public struct LogRecogniser: Sendable {
  /// What a line says.
  public struct Finding: Equatable, Sendable {
    /// What it says of the shutdown, if anything.
    public var sign: LogSign?
    /// As in ``LogLine/isOfPart``.
    public var isOfPart: Bool
    /// As in ``LogLine/tellsShutdown``.
    public var tellsShutdown: Bool
    /// How many tasks it says are in flight, if it does.
    public var inFlight: Int?

    /// Makes a finding.
    public init(
      sign: LogSign? = nil, isOfPart: Bool = false, tellsShutdown: Bool = false,
      inFlight: Int? = nil
    ) {
      self.sign = sign
      self.isOfPart = isOfPart
      self.tellsShutdown = tellsShutdown
      self.inFlight = inFlight
    }
  }

  /// Of several signs in a line, the one that says most of the end.
  static let precedence: [LogSign] = [
    .resumed, .reloaded, .cut, .timedOut, .forced, .finished, .waiting, .draining, .signal, .ended,
    .started, .part, .weak,
  ]

  /// Finds the pieces of all patterns in one pass.
  private var pieces: LogAutomaton
  private var found: LogPatternSet
  /// The pieces in what stands around the message, too.
  private var foundAround: LogPatternSet
  private var patterns: [Pattern]
  /// Of each piece the patterns that may match where it is found: those of which it is the first.
  private let firsts: [[Int32]]
  /// The patterns that may match a line, in their order.
  private var candidates: [Int32] = []
  /// The patterns that say something.
  private let telling: [LogRegex.Node]
  /// How the messages are found.
  let forms: LogForms
  /// Of each tier.
  private let weighsSpeaker: [Bool]
  /// The last message was one to be ignored.
  private(set) var hasIgnored = false

  private struct Pattern: Sendable {
    var tier: Int
    var meaning: Meaning
    /// The numbers of the pieces without which it cannot match.
    var pieces: [Int]
    /// All of it; nil for a pattern of one piece.
    var whole: LogRegex.Node?
    /// Says whether it matches when all pieces are there; made when it is asked for the first time.
    var exact: LogAutomaton?
  }

  private enum Meaning: Sendable {
    case ignored
    case sign(LogSign)
    /// Group 1 of the pattern; a pattern without a group says that there is none.
    case count(LogProgram?)
  }

  /// Compiles patterns.
  ///
  /// - Throws: ``LogRegexError`` for the first pattern that is wrong.
  public init(_ patterns: LogPatterns) throws(LogRegexError) {
    forms = patterns.forms
    var all: [(tier: Int, meaning: Meaning, regex: LogRegex)] = []
    for (place, tier) in patterns.tiers.enumerated() {
      for text in tier.ignore { all.append((place, .ignored, try LogRegex(text))) }
      for sign in Self.precedence {
        for text in tier.signs[sign] ?? [] {
          all.append((place, .sign(sign), try LogRegex(text)))
        }
      }
      for text in tier.inFlight {
        let regex = try LogRegex(text)
        all.append((place, .count(regex.hasGroup ? LogProgram([regex.node]) : nil), regex))
      }
    }
    weighsSpeaker = patterns.tiers.map(\.weighsSpeaker)
    telling = all.compactMap { _, meaning, regex in
      if case .ignored = meaning { nil } else { regex.node }
    }
    var nodes: [LogRegex.Node] = []
    var numbers: [LogRegex.Node: Int] = [:]
    self.patterns = all.map { tier, meaning, regex in
      let pieces = regex.node.pieces
      let places = pieces.map { piece in
        if let number = numbers[piece] { return number }
        numbers[piece] = nodes.count
        nodes.append(piece)
        return nodes.count - 1
      }
      let whole = pieces == [regex.node] ? nil : regex.node
      return Pattern(tier: tier, meaning: meaning, pieces: places, whole: whole)
    }
    pieces = LogAutomaton(nodes)
    found = LogPatternSet(count: nodes.count)
    var firsts = Array(repeating: [Int32](), count: nodes.count)
    for (index, pattern) in self.patterns.enumerated() {
      if let first = pattern.pieces.first { firsts[first].append(Int32(index)) }
    }
    self.firsts = firsts
    foundAround = found
  }

  /// The columns of a file whose first line this is; nil for a line that names none.
  public func table(header: UnsafeBufferPointer<UInt8>) -> LogTable? {
    LogTable(header: header, forms.members)
  }

  /// Finds in a whole file the lines in which this could recognise something.
  public var sieve: LogSieve {
    LogSieve(telling, joining: forms.members.names(of: [.error, .signal]))
  }

  /// What the message of a line says.
  public mutating func recognise(_ message: some Collection<UInt8>) -> Finding {
    if let finding = message.withContiguousStorageIfAvailable({ recognise($0) }) { return finding }
    return Array(message).withUnsafeBufferPointer { recognise($0) }
  }

  /// What the message of a line says.
  ///
  /// - Parameters:
  ///   - whole: the message with its frame. Patterns of a program that is known may be of that; what
  ///     any program says is sought in the message alone.
  ///   - logger: who in the program speaks, if that stood apart.
  public mutating func recognise(
    _ message: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>? = nil,
    by logger: String? = nil
  ) -> Finding {
    var finding = Finding()
    hasIgnored = false
    found.removeAll()
    pieces.match(message, into: &found)
    foundAround.removeAll()
    if let whole { pieces.match(whole, into: &foundAround) }
    guard !found.isEmpty || !foundAround.isEmpty else { return finding }
    findCandidates()
    var said = Said()
    for candidate in candidates {
      let index = Int(candidate)
      let tier = patterns[index].tier
      let isInMessage = patterns[index].pieces.allSatisfy(found.contains)
      let around = weighsSpeaker[tier] ? nil : whole
      let isAround = around != nil && patterns[index].pieces.allSatisfy(foundAround.contains)
      guard isInMessage || isAround else { continue }
      switch patterns[index].meaning {
      case .ignored where said.isEmpty || said.tier == tier:
        if isInMessage && matches(index, message) || isAround && matches(index, around) {
          hasIgnored = true
          return Finding()
        }
      case .sign(let sign) where said.isEmpty || said.tier == tier && !said.contains(sign):
        if isInMessage && matches(index, message) || isAround && matches(index, around) {
          said.insert(sign, of: tier)
        }
      case .count(let program) where finding.inFlight == nil:
        if isInMessage && matches(index, message) {
          finding.inFlight = program.map { Self.count($0, in: message) } ?? 0
        } else if isAround, let around, matches(index, around) {
          finding.inFlight = program.map { Self.count($0, in: around) } ?? 0
        }
      case .ignored, .sign, .count: break
      }
    }
    guard !said.isEmpty else { return finding }
    if weighsSpeaker[said.tier] {
      let speaker = LogSpeaker(of: message)
      // A sentence without a subject is of whoever says it.
      let isOfPart =
        speaker == .process
        && Self.isOfPart(message, in: whole, by: logger, isEnd: said.contains(.finished))
      said.weigh(isOfPart ? .accessory : speaker)
    }
    guard let sign = said.strongest else {
      hasIgnored = true
      return Finding()
    }
    finding.sign = sign
    finding.isOfPart = said.isOfPart
    finding.tellsShutdown = sign.isEnd && said.tellsShutdown
    return finding
  }

  private static func isOfPart(
    _ message: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>?,
    by logger: String?, isEnd: Bool
  ) -> Bool {
    if let logger, LogSpeaker.isKept(logger) { return true }
    guard let frame = whole.flatMap({ LogSpeaker.frame(of: message, in: $0) }) else { return false }
    return LogSpeaker.isKept(frame) || isEnd && LogSpeaker.isNumberedPart(frame)
  }

  /// The patterns all of whose pieces are there.
  private mutating func findCandidates() {
    var candidates = candidates
    candidates.removeAll(keepingCapacity: true)
    addCandidates(found, to: &candidates)
    if !foundAround.isEmpty { addCandidates(foundAround, to: &candidates) }
    candidates.sort()
    // What is found in the message stands around it, too.
    var last: Int32 = -1
    candidates.removeAll { index in
      defer { last = index }
      return index == last
    }
    self.candidates = candidates
  }

  private func addCandidates(_ found: LogPatternSet, to candidates: inout [Int32]) {
    found.forEach { piece in
      for index in firsts[piece] where hasPieces(Int(index), in: found) {
        candidates.append(index)
      }
    }
  }

  private func hasPieces(_ index: Int, in found: LogPatternSet) -> Bool {
    // Of a pattern of one piece that is the one that was found.
    patterns[index].whole == nil || patterns[index].pieces.allSatisfy(found.contains)
  }

  /// Whether a pattern matches whose pieces are all there.
  private mutating func matches(_ index: Int, _ text: UnsafeBufferPointer<UInt8>?) -> Bool {
    guard let text else { return false }
    guard let whole = patterns[index].whole else { return true }
    if patterns[index].exact == nil {
      patterns[index].exact = LogAutomaton([whole], tableSize: 1 << 15)
    }
    var found = LogPatternSet(count: 1)
    patterns[index].exact?.match(text, into: &found)
    return !found.isEmpty
  }

  private static func count(_ program: LogProgram, in message: UnsafeBufferPointer<UInt8>) -> Int? {
    program.capture(0, in: message).flatMap {
      number(UnsafeBufferPointer(rebasing: message[$0]))
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
