/// Patterns as a nondeterministic automaton.
///
/// Source: Russ Cox, "Regular Expression Matching: the Virtual Machine Approach" (2009), after
/// Thompson (1968).
struct LogProgram: Sendable {
  enum Instruction: Sendable {
    /// One byte of the set, then the next instruction.
    case bytes(ByteSet)
    case assertion(LogRegex.Assertion)
    /// Goes on at both; the first is preferred.
    case split(Int, Int)
    case jump(Int)
    /// Group 1 begins here.
    case groupBegins
    /// Group 1 ends here.
    case groupEnds
    /// The pattern of that number matches.
    case match(Int)
  }

  private(set) var instructions: [Instruction] = []
  /// The first instruction of each pattern.
  private(set) var starts: [Int] = []

  init(_ patterns: [LogRegex.Node]) {
    for (number, pattern) in patterns.enumerated() {
      starts.append(instructions.count)
      add(pattern)
      instructions.append(.match(number))
    }
  }

  private mutating func add(_ node: LogRegex.Node) {
    switch node {
    case .bytes(let set): instructions.append(.bytes(set))
    case .assertion(let assertion): instructions.append(.assertion(assertion))
    case .sequence(let nodes): for node in nodes { add(node) }
    case .choice(let nodes): add(choice: nodes)
    case .group(let number, let node):
      if number == 1 { instructions.append(.groupBegins) }
      add(node)
      if number == 1 { instructions.append(.groupEnds) }
    case .repetition(let node, let atLeast, let atMost):
      for _ in 0..<atLeast { add(node) }
      guard let atMost else {
        let loop = reserve()
        add(node)
        instructions.append(.jump(loop))
        instructions[loop] = .split(loop + 1, instructions.count)
        return
      }
      let exits = (atLeast..<atMost).map { _ in
        let exit = reserve()
        add(node)
        return exit
      }
      for exit in exits { instructions[exit] = .split(exit + 1, instructions.count) }
    }
  }

  private mutating func add(choice nodes: [LogRegex.Node]) {
    var exits: [Int] = []
    for (index, node) in nodes.enumerated() {
      guard index < nodes.count - 1 else {
        add(node)
        break
      }
      let fork = reserve()
      add(node)
      exits.append(reserve())
      instructions[fork] = .split(fork + 1, instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  /// A place for an instruction whose target is not known yet.
  private mutating func reserve() -> Int {
    instructions.append(.jump(instructions.count + 1))
    return instructions.count - 1
  }
}

extension LogRegex.Assertion {
  /// The place between two bytes: nil before the first and after the last.
  func holds(after previous: UInt8?, before next: UInt8?) -> Bool {
    let isBoundary =
      (previous.map(ByteSet.word.contains) ?? false) != (next.map(ByteSet.word.contains) ?? false)
    return switch self {
    case .start: previous == nil
    case .end: next == nil
    case .wordBoundary: isBoundary
    case .noWordBoundary: !isBoundary
    }
  }
}
