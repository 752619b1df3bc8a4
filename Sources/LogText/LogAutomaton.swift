/// All patterns as one deterministic automaton that is built while it runs.
///
/// A line is read in one pass, one step of a table for each byte. A state is made when a line first
/// leads to it. When there are too many, all are forgotten and made anew.
///
/// Source: Russ Cox, "Regular Expression Matching in the Wild" (2010): RE2's cached states.
struct LogAutomaton: Sendable {
  /// What can still come of the bytes read so far.
  private struct State: Hashable {
    /// Where the patterns are that have begun, in ascending order.
    var instructions: [Int32]
    /// The byte before is one of a word; nil at the start of the line.
    var isAfterWord: Bool?
    /// The patterns that matched up to, and not with, the byte before.
    var matches: [Int32] = []
  }

  static let unknown: Int32 = -1

  let program: LogProgram
  /// Bytes that no pattern tells apart are of one class.
  private let classes: [UInt8]
  /// A byte of each class.
  private let examples: [UInt8]
  /// The columns of a row: the classes, the end of the line, and where the matches are listed.
  private let columns: Int
  private let mostRows: Int

  /// A row for each state.
  ///
  /// A step is twice the place of the next row, plus 1 if that has a match.
  private var table: [Int32] = []
  private var states: [State] = []
  private var rows: [State: Int32] = [:]
  /// What matches in each state that has a match, so many words for each.
  private var sets: [UInt64] = []
  private let setWords: Int
  /// Where patterns get to that begin here: at the start, after another byte, after one of a word;
  /// over each class and the end of the line.
  private var beginnings: [State?]
  private var marks: Marks

  /// How many states there are now.
  var stateCount: Int { states.count }

  init(_ patterns: [LogRegex.Node], tableSize: Int = 1 << 19) {
    program = LogProgram(patterns)
    (classes, examples) = Self.classes(of: program)
    columns = examples.count + 2
    setWords = LogPatternSet.wordCount(of: program.starts.count)
    mostRows = max(tableSize / columns, 8)
    beginnings = Array(repeating: nil, count: 3 * (examples.count + 1))
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
    sets.removeAll(keepingCapacity: true)
    _ = row(of: State(instructions: [], isAfterWord: nil))
  }

  /// Reads one line: which patterns match is added to `found`.
  mutating func match(_ bytes: UnsafeBufferPointer<UInt8>, into found: inout LogPatternSet) {
    var row: Int32 = 0
    var position = 0
    while !read(bytes, from: &position, row: &row, into: &found) {
      row = step(from: row, column: Int(classes[Int(bytes[position])]))
      position += 1
      take(row, into: &found)
    }
    // The end of the line has a column of its own.
    let known = table[Int(row) + examples.count]
    row = known == Self.unknown ? step(from: row, column: examples.count) : known >> 1
    take(row, into: &found)
  }

  private func take(_ row: Int32, into found: inout LogPatternSet) {
    let set = table[Int(row) + columns - 1]
    if set >= 0 { sets.withUnsafeBufferPointer { found.formUnion($0, at: Int(set)) } }
  }

  /// Goes through the table up to the end or to a step that is not known yet; true at the end.
  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from position: inout Int, row: inout Int32,
    into found: inout LogPatternSet
  ) -> Bool {
    let columns = columns
    return table.withUnsafeBufferPointer { table in
      classes.withUnsafeBufferPointer { classes in
        sets.withUnsafeBufferPointer { sets in
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
              found.formUnion(sets, at: Int(table[Int(step >> 1) &+ columns &- 1]))
            }
            current = step >> 1
            index &+= 1
          }
          return true
        }
      }
    }
  }

  /// Makes the step that is not known yet, and returns the row it leads to.
  private mutating func step(from row: Int32, column: Int) -> Int32 {
    let state = successor(of: states[Int(row) / columns], column: column)
    if rows[state] == nil, states.count >= mostRows {
      forget()
      return self.row(of: state)
    }
    let target = self.row(of: state)
    table[Int(row) + column] = target << 1 | (state.matches.isEmpty ? 0 : 1)
    return target
  }

  private mutating func row(of state: State) -> Int32 {
    if let row = rows[state] { return row }
    let row = Int32(table.count)
    table.append(contentsOf: repeatElement(Self.unknown, count: columns - 1))
    table.append(state.matches.isEmpty ? -1 : Int32(sets.count))
    if !state.matches.isEmpty {
      let start = sets.count
      sets.append(contentsOf: repeatElement(0, count: setWords))
      for number in state.matches { sets[start + Int(number) / 64] |= 1 << UInt64(number % 64) }
    }
    states.append(state)
    rows[state] = row
    return row
  }

  /// The state after the byte of a class, or after the end of the line.
  private mutating func successor(of state: State, column: Int) -> State {
    let context = (state.isAfterWord.map { $0 ? 2 : 1 } ?? 0) * (examples.count + 1) + column
    let next = column < examples.count ? examples[column] : nil
    let begun: State
    if let known = beginnings[context] {
      begun = known
    } else {
      // A pattern may begin anywhere.
      begun = step(of: program.starts, after: state.isAfterWord, over: next)
      beginnings[context] = begun
    }
    if state.instructions.isEmpty { return begun }
    var successor = step(
      of: state.instructions.map(Int.init), after: state.isAfterWord, over: next)
    successor.instructions = Self.merged(successor.instructions, begun.instructions)
    successor.matches = Self.merged(successor.matches, begun.matches)
    return successor
  }

  /// What is in one of two ascending lists, in ascending order.
  private static func merged(_ one: [Int32], _ two: [Int32]) -> [Int32] {
    if one.isEmpty { return two }
    if two.isEmpty { return one }
    var all: [Int32] = []
    all.reserveCapacity(one.count + two.count)
    var (first, second) = (0, 0)
    while first < one.count, second < two.count {
      let (left, right) = (one[first], two[second])
      all.append(min(left, right))
      if left <= right { first += 1 }
      if right <= left { second += 1 }
    }
    all += one[first...]
    all += two[second...]
    return all
  }

  /// Where the patterns get to from these instructions over one byte.
  ///
  /// What matches is known only here, one byte late: whether a word ends there is the next byte's
  /// to say.
  private mutating func step(
    of instructions: [Int], after isAfterWord: Bool?, over next: UInt8?
  ) -> State {
    let previous = isAfterWord.map { $0 ? UInt8(ascii: "a") : UInt8(ascii: " ") }
    var state = State(
      instructions: [], isAfterWord: next.map(ByteSet.word.contains) ?? false)
    var stack = instructions
    marks.clear()
    while let instruction = stack.popLast() {
      guard marks.insert(instruction) else { continue }
      switch program.instructions[instruction] {
      case .bytes(let set):
        if let next, set.contains(next) { state.instructions.append(Int32(instruction + 1)) }
      case .assertion(let assertion):
        if assertion.holds(after: previous, before: next) { stack.append(instruction + 1) }
      case .split(let first, let second):
        stack.append(first)
        stack.append(second)
      case .jump(let target): stack.append(target)
      case .groupBegins, .groupEnds: stack.append(instruction + 1)
      case .match(let number): state.matches.append(Int32(number))
      }
    }
    // In one order, so that equal states are equal.
    state.instructions.sort()
    state.matches.sort()
    return state
  }
}
