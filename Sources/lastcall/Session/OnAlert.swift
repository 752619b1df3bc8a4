import CLibrary
import Dispatch
import Inputs
import LastcallPod
import Processes
import ShutdownModel
import Synchronization
import Time

/// Runs a command for each alert, beside the run: it is never waited for, but at the end.
final class OnAlert: Sendable {
  /// How much there may be of it.
  struct Limits: Sendable {
    var runningCount = 4
    var waitingCount = 100
    /// How long a command has.
    var time = TimeSpan.seconds(10)
    /// How long commands have when lastcall ends.
    var timeAtEnd = TimeSpan.seconds(2)
  }

  /// What is told, each once.
  private enum Trouble: Hashable {
    case failed
    case overran
    case cannotStart
    case dropped
  }

  private struct Content {
    var waiting: [AlertOrder] = []
    var workerCount = 0
    /// Processes that have not been reaped: their groups may be signalled.
    var running: Set<pid_t> = []
    var told: Set<Trouble> = []
    var droppedCount = 0
    /// Commands that were ended because lastcall ended.
    var cutCount = 0
    /// When lastcall ends what still runs.
    var endsAt: Instant?
    var isOver = false
  }

  private let command: String
  private let inherited: [String: String]
  private let limits: Limits
  private let queue: EventQueue
  private let clock = LocalClock()
  private let content = Mutex(Content())
  private let workers = DispatchGroup()

  init(
    _ command: String, environment: [String: String], limits: Limits = Limits(), queue: EventQueue
  ) {
    self.command = command
    inherited = environment
    self.limits = limits
    self.queue = queue
  }

  /// Orders a command for every alert among some changes.
  func deliver(_ outputs: [Output]) {
    for output in outputs {
      guard let order = AlertOrder(output) else { continue }
      add(order)
    }
  }

  private func add(_ order: AlertOrder) {
    let (startsWorker, isDropped) = content.withLock { content in
      if content.waiting.count >= limits.waitingCount || content.isOver {
        content.droppedCount += 1
        return (false, true)
      }
      content.waiting.append(order)
      guard content.workerCount < limits.runningCount else { return (false, false) }
      content.workerCount += 1
      return (true, false)
    }
    if isDropped {
      tell(.dropped, "\(limits.waitingCount) alerts are queued; further ones are dropped")
    }
    guard startsWorker else { return }
    workers.enter()
    do {
      try startThread {
        while let order = self.next() { self.run(order) }
        self.workers.leave()
      }
    } catch {
      workers.leave()
      content.withLock { $0.workerCount -= 1 }
      tell(.cannotStart, "\(error)")
    }
  }

  /// The next order; nil ends the worker that asks.
  private func next() -> AlertOrder? {
    content.withLock { content in
      let isLate = content.isOver || content.endsAt.map { clock.now >= $0 } ?? false
      guard !isLate, !content.waiting.isEmpty else {
        content.workerCount -= 1
        return nil
      }
      return content.waiting.removeFirst()
    }
  }

  private func run(_ order: AlertOrder) {
    let limit = clock.now + limits.time
    var process: ChildCommand
    do {
      // Whoever ends all of them at once finds each that has been started, and none starts after.
      guard let started = try content.withLock({ try start(order, in: &$0) }) else { return }
      process = started
    } catch {
      return tell(.cannotStart, "\(error)")
    }
    let pid = process.pid
    let end = process.wait(
      until: { content.withLock { $0.endsAt.map { min($0, limit) } ?? limit } },
      now: { clock.now })
    let (code, isCut) = content.withLock { content in
      content.running.remove(pid)
      let isCut = end == .overran && content.endsAt.map { $0 < limit } ?? false
      if isCut { content.cutCount += 1 }
      return (process.reap(), isCut)
    }
    let line = process.lastLine
    let said = line.isEmpty ? "" : ": \(line)"
    switch end {
    case .exited where code == 0: break
    case .exited: tell(.failed, "exit code \(code)\(said)")
    case .overran where isCut: break
    case .overran: tell(.overran, "terminated after \(limits.time.text)\(said)")
    }
  }

  private func start(
    _ order: AlertOrder, in content: inout Content
  ) throws(SystemError) -> ChildCommand? {
    if content.isOver { return nil }
    let process = try ChildCommand(
      ["/bin/sh", "-c", command], input: order.input,
      environment: order.environment(over: inherited))
    content.running.insert(process.pid)
    return process
  }

  /// Says a trouble the first time: an alert that cannot be passed on must not be one each time.
  private func tell(_ trouble: Trouble, _ text: String) {
    guard content.withLock({ $0.told.insert(trouble).inserted }) else { return }
    let line = "--on-alert: \(text) (reported once)"
    queue.post(.input(InputObservation(.onAlert, .degraded(line))), isUrgent: true)
  }

  /// Gives the commands a little time, ends what still runs then, and leaves none behind.
  ///
  /// - Returns: what nobody has been told yet.
  func finish() async -> [String] {
    content.withLock { $0.endsAt = clock.now + limits.timeAtEnd }
    await withCheckedContinuation { continuation in
      workers.notify(queue: .global()) { continuation.resume() }
    }
    let (cut, dropped) = content.withLock { content in
      content.isOver = true
      return (content.cutCount, content.droppedCount + content.waiting.count)
    }
    var lines = queue.drain().compactMap { event -> String? in
      guard case .input(let input) = event.observation, input.input == .onAlert,
        case .degraded(let line) = input.change
      else { return nil }
      return line
    }
    if cut > 0 { lines.append("--on-alert: \(cut) terminated early, because lastcall exited") }
    if dropped > 0 { lines.append("--on-alert: not run for \(dropped) alerts") }
    return lines
  }

  /// Ends everything at once, for an end of the process that waits for nothing.
  func killNow() {
    content.withLock { content in
      content.isOver = true
      for pid in content.running { _ = kill(-pid, SIGKILL) }
    }
  }
}
