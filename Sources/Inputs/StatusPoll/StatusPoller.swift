public import ShutdownModel
internal import Synchronization

/// Reads pods' shutdown-status through the API server's pod proxy.
public final class StatusPoller: Sendable {
  private let scheduler: Mutex<PollScheduler>
  private let slot: ClientSlot
  private let queue: EventQueue
  private let clock: LocalClock
  private let saidForbidden = Mutex(false)

  /// A request's own patience: after a pod's exit the pod proxy hangs for more than 5 s.
  private static let timeout = Duration.seconds(2)

  /// Makes a poller; it asks nobody before it has a plan.
  public init(
    rate: Int, choice: StatusEndpointChoice, slot: ClientSlot, queue: EventQueue,
    clock: LocalClock
  ) {
    scheduler = Mutex(PollScheduler(rate: rate, choice: choice))
    self.slot = slot
    self.queue = queue
    self.clock = clock
  }

  /// Follows a new plan from now on.
  public func follow(_ plan: PollPlan) {
    scheduler.withLock { $0.follow(plan, at: clock.now) }
  }

  /// Polls until the task is cancelled.
  public func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        // A new plan or a new connection is followed within a quarter of a second.
        var wake = clock.now + .milliseconds(250)
        if let client = slot.client {
          while let poll = scheduler.withLock({ $0.next(at: clock.now) }) {
            group.addTask { await self.ask(poll, client) }
          }
          let due = scheduler.withLock { $0.wake(after: clock.now) }
          // Pods that are due soon after each other are asked together.
          wake = min(wake, max(due, clock.now + .milliseconds(100)))
        }
        try? await Task.sleep(for: clock.wait(until: wake))
      }
    }
  }

  private func ask(_ poll: PollScheduler.Poll, _ client: HTTPClient) async {
    let path = poll.endpoint.proxyPath(namespace: poll.target.namespace, pod: poll.target.name)
    let began = clock.now
    let answer: StatusObservation.Answer
    do {
      // A little more than the contract's largest answer, so that a larger one is said to be so.
      let response = try await client.get(
        path, timeout: StatusPoller.timeout, bodyLimit: 300 * 1024)
      answer = StatusObservation.Answer(proxied: response)
    } catch let error as HTTPError {
      // The proxy's own socket being closed says nothing about the pod.
      answer = error == .timedOut ? .timedOut : .failed("\(error)")
    } catch {
      scheduler.withLock { $0.finish(poll, .failed("cancelled"), at: clock.now) }
      return
    }
    scheduler.withLock { $0.finish(poll, answer, at: clock.now) }
    if answer == .forbidden { await sayForbidden(poll) }
    await queue.send(
      .status(
        StatusObservation(
          pod: .uid(poll.target.uid), endpoint: poll.endpoint.text,
          container: poll.endpoint.container, answer: answer, latency: clock.now - began)))
  }

  /// Said once, with the missing rule and what the user could do instead.
  private func sayForbidden(_ poll: PollScheduler.Poll) async {
    let isFirst = saidForbidden.withLock { said in
      defer { said = true }
      return !said
    }
    guard isFirst else { return }
    let port = poll.endpoint.port
    let line =
      "shutdown-status: needs the right get on pods/proxy; for one pod without it: "
      + "kubectl -n \(poll.target.namespace) port-forward pod/\(poll.target.name) \(port) & "
      + "lastcall attach localhost:\(port)"
    await queue.send(.input(InputObservation(.status, .degraded(line))))
  }
}
