/// Blanks what patterns match in texts, in time that is linear in the text.
///
/// A byte is blanked when some match of some pattern has it: all patterns are held against the text as
/// it came, in one go, and it makes no difference which of two matches one would prefer.
public struct LogRedaction: Sendable {
  /// What stands in the place of what was blanked.
  public static let mark = "[redacted]"

  private let program: LogProgram
  /// The instructions that lead to an instruction without a byte in between.
  private let predecessors: [[Int32]]
  /// Whether there is anything to blank.
  private var sieve: LogAutomaton
  private var seen: Marks
  private var completing: Marks
  private var found: LogPatternSet

  /// Makes the redaction of the texts that match any of these patterns.
  public init(_ patterns: [LogRegex]) {
    sieve = LogAutomaton(patterns.map(\.node))
    let program = sieve.program
    var predecessors = Array(repeating: [Int32](), count: program.instructions.count)
    for (index, instruction) in program.instructions.enumerated() {
      for target in instruction.targets(from: index) { predecessors[target].append(Int32(index)) }
    }
    self.program = program
    self.predecessors = predecessors
    seen = Marks(count: program.instructions.count)
    completing = seen
    found = LogPatternSet(count: patterns.count)
  }

  /// The text with a mark in the place of each stretch that matches.
  public mutating func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.withUnsafeBufferPointer({ finds($0) }) else { return text }
    let isMatched = matched(bytes)
    var result: [UInt8] = []
    var isBlank = false
    var start = 0
    while start < bytes.count {
      // A character is blanked whole.
      var end = start + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      if isMatched[start..<end].contains(true) {
        if !isBlank { result += Array(LogRedaction.mark.utf8) }
        isBlank = true
      } else {
        result += bytes[start..<end]
        isBlank = false
      }
      start = end
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether anything matches.
  mutating func finds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    found.removeAll()
    sieve.match(bytes, into: &found)
    return !found.isEmpty
  }

  /// Which bytes are part of a match.
  ///
  /// Forward, where a match that began may be before each byte; backward, from which of these a match
  /// is completed. A byte over which one leads to the other is part of a match.
  mutating func matched(_ bytes: [UInt8]) -> [Bool] {
    let reached = reached(in: bytes)
    var isMatched = Array(repeating: false, count: bytes.count)
    completing.clear()
    for position in stride(from: bytes.count, through: 0, by: -1) {
      var stack: [Int] = []
      for instruction in reached[position].map(Int.init) {
        switch program.instructions[instruction] {
        case .match: stack.append(instruction)
        case .bytes(let set):
          if position < bytes.count, set.contains(bytes[position]),
            completing.contains(instruction + 1)
          {
            isMatched[position] = true
            stack.append(instruction)
          }
        default: break
        }
      }
      complete(stack, among: reached[position], bytes, position)
    }
    return isMatched
  }

  /// The instructions where some match may stand before each byte and at the end.
  private mutating func reached(in bytes: [UInt8]) -> [[Int32]] {
    var reached: [[Int32]] = []
    reached.reserveCapacity(bytes.count + 1)
    var carried: [Int] = []
    for position in 0...bytes.count {
      seen.clear()
      var stack = carried + program.starts
      var here: [Int32] = []
      while let instruction = stack.popLast() {
        guard seen.insert(instruction) else { continue }
        here.append(Int32(instruction))
        if holds(instruction, bytes, position) {
          stack += program.instructions[instruction].targets(from: instruction)
        }
      }
      carried = []
      if position < bytes.count {
        for instruction in here.map(Int.init) {
          if case .bytes(let set) = program.instructions[instruction], set.contains(bytes[position])
          {
            carried.append(instruction + 1)
          }
        }
      }
      reached.append(here)
    }
    return reached
  }

  /// Marks these instructions and those before them without a byte in between, and no others.
  private mutating func complete(
    _ instructions: [Int], among reached: [Int32], _ bytes: [UInt8], _ position: Int
  ) {
    completing.clear()
    guard !instructions.isEmpty else { return }
    seen.clear()
    for instruction in reached { _ = seen.insert(Int(instruction)) }
    var stack = instructions
    while let instruction = stack.popLast() {
      guard completing.insert(instruction) else { continue }
      for before in predecessors[instruction].map(Int.init)
      where seen.contains(before) && holds(before, bytes, position) {
        stack.append(before)
      }
    }
  }

  private func holds(_ instruction: Int, _ bytes: [UInt8], _ position: Int) -> Bool {
    guard case .assertion(let assertion) = program.instructions[instruction] else { return true }
    return assertion.holds(
      after: position > 0 ? bytes[position - 1] : nil,
      before: position < bytes.count ? bytes[position] : nil)
  }
}

extension LogProgram.Instruction {
  /// Where it goes on without a byte.
  fileprivate func targets(from index: Int) -> [Int] {
    switch self {
    case .bytes, .match: []
    case .assertion, .groupBegins, .groupEnds: [index + 1]
    case .split(let first, let second): [first, second]
    case .jump(let target): [target]
    }
  }
}
