/// All patterns as one deterministic automaton that is built while it runs.
///
/// A line is read in one pass, one step of a table for each byte. A state is made when a line first
/// leads to it. When there are too many, all are forgotten and made anew.
///
/// Source: Russ Cox, "Regular Expression Matching in the Wild" (2010): RE2's cached states.
struct LogAutomaton: Sendable {
  /// The smallest number among the patterns of each kind that matched; `none` when none did.
  struct Match: Hashable, Sendable {
    static let none = Int32.max
    var sign = none
    var count = none
  }

  /// What can still come of the bytes read so far.
  private struct State: Hashable {
    /// Where the patterns are that have begun, in ascending order.
    var instructions: [Int32]
    /// The byte before is one of a word; nil at the start of the line.
    var isAfterWord: Bool?
    /// What matched up to, and not with, the byte before.
    var match = Match()
  }

  static let unknown: Int32 = -1

  let program: LogProgram
  /// Patterns of smaller numbers are those of signs, the others those of counts.
  private let signs: Int
  /// Bytes that no pattern tells apart are of one class.
  private let classes: [UInt8]
  /// A byte of each class.
  private let examples: [UInt8]
  /// The columns of a row: the classes, the end of the line, and the two numbers of the match.
  private let columns: Int
  private let mostRows: Int

  /// A row for each state.
  ///
  /// A step is twice the place of the next row, plus 1 if that has a match.
  private var table: [Int32] = []
  private var states: [State] = []
  private var rows: [State: Int32] = [:]
  private var marks: Marks

  /// How many states there are now.
  var stateCount: Int { states.count }

  init(signs: [LogRegex], counts: [LogRegex], tableSize: Int = 1 << 19) {
    program = LogProgram(signs + counts)
    self.signs = signs.count
    (classes, examples) = Self.classes(of: program)
    columns = examples.count + 3
    mostRows = max(tableSize / columns, 8)
    marks = Marks(count: program.instructions.count)
    forget()
  }

  private static func classes(of program: LogProgram) -> (of: [UInt8], examples: [UInt8]) {
    var sets: Set<ByteSet> = [.word]
    for case .bytes(let set) in program.instructions { sets.insert(set) }
    var examples: [UInt8] = []
    var numbers: [[Bool]: UInt8] = [:]
    let order = Array(sets)
    let classes = (UInt8.min...UInt8.max).map { byte in
      let membership = order.map { $0.contains(byte) }
      if let number = numbers[membership] { return number }
      let number = UInt8(examples.count)
      examples.append(byte)
      numbers[membership] = number
      return number
    }
    return (classes, examples)
  }

  private mutating func forget() {
    table.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    _ = row(of: State(instructions: [], isAfterWord: nil))
  }

  /// Reads one line.
  mutating func match(_ bytes: UnsafeBufferPointer<UInt8>) -> Match {
    var match = Match()
    var row: Int32 = 0
    var position = 0
    while true {
      guard read(bytes, from: &position, row: &row, into: &match) else {
        row = step(from: row, column: Int(classes[Int(bytes[position])]))
        position += 1
        take(row, into: &match)
        continue
      }
      // The end of the line has a column of its own.
      let known = table[Int(row) + examples.count]
      row = known == Self.unknown ? step(from: row, column: examples.count) : known >> 1
      take(row, into: &match)
      return match
    }
  }

  private func take(_ row: Int32, into match: inout Match) {
    match.sign = min(match.sign, table[Int(row) + columns - 2])
    match.count = min(match.count, table[Int(row) + columns - 1])
  }

  /// Goes through the table up to the end or to a step that is not known yet; true at the end.
  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, row: inout Int32,
    into match: inout Match
  ) -> Bool {
    table.withUnsafeBufferPointer { table in
      classes.withUnsafeBufferPointer { classes in
        var index = position
        var current = row
        defer {
          position = index
          row = current
        }
        while index < bytes.count {
          let step = table[Int(current) &+ Int(classes[Int(bytes[index])])]
          if step & 1 != 0 {
            if step == Self.unknown { return false }
            match.sign = min(match.sign, table[Int(step >> 1) &+ columns &- 2])
            match.count = min(match.count, table[Int(step >> 1) &+ columns &- 1])
          }
          current = step >> 1
          index &+= 1
        }
        return true
      }
    }
  }

  /// Makes the step that is not known yet, and returns the row it leads to.
  private mutating func step(from row: Int32, column: Int) -> Int32 {
    let next = column < examples.count ? examples[column] : nil
    let state = successor(of: states[Int(row) / columns], over: next)
    if rows[state] == nil, states.count >= mostRows {
      forget()
      return self.row(of: state)
    }
    let target = self.row(of: state)
    let hasMatch = state.match != Match()
    table[Int(row) + column] = target << 1 | (hasMatch ? 1 : 0)
    return target
  }

  private mutating func row(of state: State) -> Int32 {
    if let row = rows[state] { return row }
    let row = Int32(table.count)
    table.append(contentsOf: repeatElement(Self.unknown, count: columns - 2))
    table.append(state.match.sign)
    table.append(state.match.count)
    states.append(state)
    rows[state] = row
    return row
  }

  /// The state after one more byte, or after the end of the line.
  ///
  /// What matches is known only here, one byte late: whether a word ends there is the next byte's
  /// to say.
  private mutating func successor(of state: State, over next: UInt8?) -> State {
    let previous = state.isAfterWord.map { $0 ? UInt8(ascii: "a") : UInt8(ascii: " ") }
    var instructions: [Int32] = []
    var match = Match()
    var stack = state.instructions.map(Int.init)
    // A pattern may begin anywhere.
    stack.append(contentsOf: program.starts)
    marks.clear()
    while let instruction = stack.popLast() {
      guard marks.insert(instruction) else { continue }
      switch program.instructions[instruction] {
      case .bytes(let set):
        if let next, set.contains(next) { instructions.append(Int32(instruction + 1)) }
      case .assertion(let assertion):
        if assertion.holds(after: previous, before: next) { stack.append(instruction + 1) }
      case .split(let first, let second):
        stack.append(first)
        stack.append(second)
      case .jump(let target): stack.append(target)
      case .groupBegins, .groupEnds: stack.append(instruction + 1)
      case .match(let number):
        if number < signs {
          match.sign = min(match.sign, Int32(number))
        } else {
          match.count = min(match.count, Int32(number))
        }
      }
    }
    // Each was reached once: an instruction has one byte set before it.
    instructions.sort()
    return State(
      instructions: instructions, isAfterWord: next.map(ByteSet.word.contains) ?? false,
      match: match)
  }
}
