import ShutdownModel

@testable import Inputs

/// Takes observations out of a queue until a test has what it waits for.
struct Observed {
  let queue: EventQueue
  private(set) var all: [Observation] = []

  init(_ queue: EventQueue) {
    self.queue = queue
  }

  /// What was seen, in short words.
  var words: [String] { all.compactMap(\.word) }

  /// Reads until an observation satisfies the condition.
  mutating func read(until isLast: (Observation) -> Bool) async {
    for await _ in queue.wakeups {
      let new = queue.drain().map(\.observation)
      all += new
      if new.contains(where: isLast) { return }
    }
  }

  /// Reads until a word was seen.
  mutating func read(until word: String) async {
    guard !words.contains(word) else { return }
    await read { $0.word == word }
  }
}
