extension LogProgram {
  /// What group 1 of a pattern holds in its leftmost match, or nil when it takes no part in it.
  ///
  /// Linear in the text, whatever it holds: all ways through the pattern are tried side by side.
  func capture(_ pattern: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var threads: [Thread] = []
    var starting: [Thread] = []
    var stack: [Thread] = []
    var best: Thread?
    var marks = Marks(count: instructions.count)
    for position in 0...bytes.count {
      swap(&threads, &starting)
      threads.removeAll(keepingCapacity: true)
      // A match further left is better than any that would begin here.
      if best == nil { starting.append(Thread(instruction: starts[pattern])) }
      guard !starting.isEmpty else { break }
      let next = position < bytes.count ? bytes[position] : nil
      let previous = position > 0 ? bytes[position - 1] : nil
      marks.clear()
      walk: for start in starting {
        stack.append(start)
        while var thread = stack.popLast() {
          guard marks.insert(thread.instruction) else { continue }
          switch instructions[thread.instruction] {
          case .bytes(let set):
            guard let next, set.contains(next) else { continue }
            thread.instruction += 1
            threads.append(thread)
          case .assertion(let assertion):
            guard assertion.holds(after: previous, before: next) else { continue }
            thread.instruction += 1
            stack.append(thread)
          case .split(let first, let second):
            thread.instruction = second
            stack.append(thread)
            thread.instruction = first
            stack.append(thread)
          case .jump(let target):
            thread.instruction = target
            stack.append(thread)
          case .groupBegins:
            thread.instruction += 1
            thread.begin = position
            thread.end = nil
            stack.append(thread)
          case .groupEnds:
            thread.instruction += 1
            thread.end = position
            stack.append(thread)
          case .match:
            best = thread
            // The others are less preferred than this one.
            stack.removeAll(keepingCapacity: true)
            break walk
          }
        }
      }
    }
    guard let begin = best?.begin, let end = best?.end else { return nil }
    return begin..<end
  }

  private struct Thread {
    var instruction: Int
    var begin: Int?
    var end: Int?
  }
}

/// A set of instructions that is cleared at once.
struct Marks: Sendable {
  private var generations: [Int]
  private var generation = 1

  init(count: Int) {
    generations = Array(repeating: 0, count: count)
  }

  mutating func clear() { generation += 1 }

  func contains(_ instruction: Int) -> Bool { generations[instruction] == generation }

  /// Whether it was not there before.
  mutating func insert(_ instruction: Int) -> Bool {
    guard generations[instruction] != generation else { return false }
    generations[instruction] = generation
    return true
  }
}
