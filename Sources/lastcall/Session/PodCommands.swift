import CLibrary
import Dispatch
import HarmlessText
import Inputs
import Processes
import Synchronization
import Time
import Views

/// Runs a command for the selected pod beside the run, and keeps what it writes.
///
/// One at a time: the next ends the one before, with all that it has started.
final class PodCommands: Sendable {
  /// How much there may be of a command.
  struct Limits: Sendable {
    var time = TimeSpan.seconds(30)
    var byteCount = 1_000_000
  }

  private struct Content {
    /// What the command that was started last has written.
    var output: CommandOutput?
    /// Counts the commands: what an earlier one still writes is nobody's.
    var number = 0
    /// Something has come that was not taken yet.
    var hasNews = false
    /// Processes that have not been reaped: their groups may be signalled.
    var running: Set<pid_t> = []
    var isOver = false
  }

  private let environment: [String]
  private let limits: Limits
  private let queue: EventQueue
  private let clock = LocalClock()
  private let content = Mutex(Content())
  private let threads = DispatchGroup()

  init(environment: [String: String], limits: Limits = Limits(), queue: EventQueue) {
    self.environment = environment.map { "\($0.key)=\($0.value)" }
    self.limits = limits
    self.queue = queue
  }

  /// What the command has written so far; nil when none is wanted any more.
  var output: CommandOutput? { content.withLock { $0.output } }

  /// Whether the command still runs.
  var isRunning: Bool { content.withLock { $0.output.map { $0.end == nil } ?? false } }

  /// Whether something has come since it was asked last.
  func takeNews() -> Bool {
    content.withLock { content in
      defer { content.hasNews = false }
      return content.hasNews
    }
  }

  /// Starts a command, in the place of the one before.
  func start(_ name: String, _ words: [String]) {
    let number = content.withLock { content in
      content.number += 1
      content.output = CommandOutput(name: name, words: words)
      return content.number
    }
    threads.enter()
    do {
      try startThread {
        self.run(words, number)
        self.threads.leave()
      }
    } catch {
      threads.leave()
      end(number, .notStarted("\(error)"))
    }
  }

  /// Ends the command: nobody looks at it any more.
  func close() {
    content.withLock { content in
      guard content.output != nil else { return }
      content.number += 1
      content.output = nil
    }
  }

  /// Ends what still runs, and waits until it has.
  func finish() async {
    close()
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
  }

  /// Ends everything at once, for an end of the process that waits for nothing.
  func killNow() {
    content.withLock { content in
      content.isOver = true
      for pid in content.running { _ = kill(-pid, SIGKILL) }
    }
  }

  private func run(_ words: [String], _ number: Int) {
    let limit = clock.now + limits.time
    var process: ChildCommand
    do {
      // Whoever ends all of them at once finds each that has been started, and none starts after.
      guard let started = try content.withLock({ try start(words, number, in: &$0) }) else {
        return
      }
      process = started
    } catch {
      return end(number, .notStarted("\(error)".harmless(limit: 300)))
    }
    let pid = process.pid
    let written = WrittenLines(limit: limits.byteCount)
    process.whenRead = { bytes in self.add(written.read(bytes), number) }
    let end = process.wait(
      until: { written.isFull || !isWanted(number) ? Instant(nanoseconds: .min) : limit },
      now: { clock.now })
    let code = content.withLock { content in
      content.running.remove(pid)
      return process.reap()
    }
    add(written.rest(), number)
    if written.isFull {
      self.end(number, .wroteTooMuch(bytes: limits.byteCount))
    } else {
      self.end(
        number, end == .exited ? .exited(code) : .overran(seconds: Int(limits.time.seconds)))
    }
  }

  private func start(
    _ words: [String], _ number: Int, in content: inout Content
  ) throws(SystemError) -> ChildCommand? {
    if content.isOver || content.number != number { return nil }
    let process = try ChildCommand(words, input: [], environment: environment)
    content.running.insert(process.pid)
    return process
  }

  private func isWanted(_ number: Int) -> Bool { content.withLock { $0.number == number } }

  private func add(_ lines: [String], _ number: Int) {
    if lines.isEmpty { return }
    change(number) { $0.lines += lines }
  }

  private func end(_ number: Int, _ end: CommandOutput.End) { change(number) { $0.end = end } }

  private func change(_ number: Int, _ change: (inout CommandOutput) -> Void) {
    let isWanted = content.withLock { content in
      guard content.number == number, var output = content.output.take() else { return false }
      change(&output)
      content.output = output
      content.hasNews = true
      return true
    }
    if isWanted { queue.wakeUp() }
  }
}

/// Foreign bytes as harmless lines, up to a limit; for one thread.
private final class WrittenLines {
  private var begun: [UInt8] = []
  private var left: Int

  init(limit: Int) { left = limit }

  /// There was more than the limit.
  private(set) var isFull = false

  /// The lines that these bytes end.
  func read(_ bytes: UnsafeRawBufferPointer) -> [String] {
    guard !isFull else { return [] }
    isFull = bytes.count > left
    let taken = bytes.prefix(left)
    left -= taken.count
    var lines: [String] = []
    for part in taken.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if part.startIndex > taken.startIndex { lines.append(ended()) }
      begun += part
    }
    return lines
  }

  /// What no line end follows.
  func rest() -> [String] { begun.isEmpty ? [] : [ended()] }

  private func ended() -> String {
    defer { begun.removeAll(keepingCapacity: true) }
    return String(harmless: begun, limit: 4096)
  }
}
