public import LogText
public import ShutdownModel
internal import Synchronization

/// Follows containers' logs through the API, as many at once as it may, the most important first.
public final class LogFollower: Sendable {
  private struct Content {
    var wanted: [LogPlan.Target] = []
    var running: [Key: Task<Void, Never>] = [:]
    var said: (followed: Int, not: Int)?
    var isForbidden = false
  }

  private struct Key: Hashable {
    var uid: String
    var container: String

    init(_ target: LogPlan.Target) {
      uid = target.uid
      container = target.container
    }
  }

  private let limit: Int
  private let slot: ClientSlot
  private let queue: EventQueue
  private let reading: LogReading
  private let content = Mutex(Content())

  /// Makes a follower of at most `limit` streams at once; it follows nothing before it has a plan.
  public init(limit: Int, recogniser: LogRecogniser, slot: ClientSlot, queue: EventQueue) {
    self.limit = limit
    self.slot = slot
    self.queue = queue
    reading = LogReading(recogniser)
  }

  deinit {
    for task in content.withLock({ $0.running.values }) { task.cancel() }
  }

  /// Follows a new plan: opens what is new in it, and gives up a stream only for a better one.
  ///
  /// A stream whose pod is not in the plan any more still has its last lines to say; it ends by
  /// itself.
  public func follow(_ plan: LogPlan) {
    let following: (Int, Int)? = content.withLock { content in
      guard !content.isForbidden else { return nil }
      content.wanted = plan.targets
      let best = plan.targets.prefix(limit)
      let bestKeys = Set(best.map(Key.init))
      let plannedKeys = Set(plan.targets.map(Key.init))
      for (key, task) in content.running
      where plannedKeys.contains(key) && !bestKeys.contains(key) {
        task.cancel()
        content.running[key] = nil
      }
      for target in best where content.running.count < limit {
        let key = Key(target)
        guard content.running[key] == nil else { continue }
        content.running[key] = Task(executorPreference: InputExecutor.logs) {
          await self.run(target, key)
        }
      }
      let counts = (bestKeys.count, plannedKeys.count - bestKeys.count)
      if let said = content.said, said == counts { return nil }
      content.said = counts
      return counts
    }
    if let (followed, not) = following {
      queue.post(.input(InputObservation(.logs(""), .following(followed, notFollowed: not))))
    }
  }

  /// Ends every stream.
  public func stop() {
    content.withLock { content in
      for task in content.running.values { task.cancel() }
      content.running = [:]
      content.isForbidden = true
    }
  }

  private func run(_ target: LogPlan.Target, _ key: Key) async {
    let log = ContainerLog(target, slot: slot, queue: queue, reading: reading)
    let isAllowed = await log.follow()
    if !isAllowed { await forbid() }
    // It may come back: a StatefulSet's pod that is gone has another UID, but a watch may be late.
    if !Task.isCancelled, isAllowed { try? await Task.sleep(for: .seconds(30)) }
    content.withLock { if !Task.isCancelled { $0.running[key] = nil } }
  }

  private func forbid() async {
    let isFirst = content.withLock { content in
      defer { content.isForbidden = true }
      return !content.isForbidden
    }
    guard isFirst else { return }
    await queue.send(
      .input(
        InputObservation(
          .logs(""),
          .degraded(
            "logs: needs permission to get pods/log; without it, follow them yourself: "
              + "kubectl logs -f --prefix -l SELECTOR | lastcall --logs - …"))))
    await queue.send(.input(InputObservation(.logs(""), .following(0, notFollowed: 0))))
  }
}
