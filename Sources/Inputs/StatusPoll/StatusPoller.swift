internal import HarmlessText
internal import LogText
internal import NIOCore
public import PodStatus
public import ShutdownModel
internal import Synchronization
internal import Time

/// Reads pods' shutdown-status through the API server's pod proxy.
public final class StatusPoller: Sendable {
  private let scheduler: Mutex<PollScheduler>
  private let mapping: StatusMapping
  private let slot: ClientSlot
  private let queue: EventQueue
  private let clock: LocalClock
  private let choice: StatusEndpointChoice
  private let said = Mutex<Set<Notice>>([])
  private let isOver = Mutex(false)
  private let forbidden = Mutex(Forbidden())
  /// Asks the cluster whether the pods of a namespace may be asked; nil when that cannot be told.
  private let review: @Sendable (_ namespace: String) async -> Bool?

  /// What is said once.
  private enum Notice: Hashable {
    /// The annotation of the pod of this UID.
    case annotation(String)
  }

  private struct Forbidden {
    var isReviewed = false
    /// The line that says so.
    var line: String?
  }

  /// A request's own patience: after a pod's exit the pod proxy hangs for more than 5 s.
  private static let timeout = Duration.seconds(2)

  /// Makes a poller; it asks nobody before it has a plan.
  public init(
    rate: Int, choice: StatusEndpointChoice, mapping: StatusMapping, slot: ClientSlot,
    queue: EventQueue, clock: LocalClock,
    review: @escaping @Sendable (_ namespace: String) async -> Bool? = { _ in nil }
  ) {
    scheduler = Mutex(PollScheduler(rate: rate, choice: choice))
    self.choice = choice
    self.mapping = mapping
    self.slot = slot
    self.queue = queue
    self.clock = clock
    self.review = review
  }

  /// Follows a new plan from now on.
  public func follow(_ plan: PollPlan) {
    scheduler.withLock { $0.follow(plan, at: clock.now) }
  }

  /// Polls until the task is cancelled.
  ///
  /// Time, requests and answers are all of one event loop: waking other threads for each of them
  /// would cost more than they do.
  public func run() async {
    HTTPClient.loop.execute { self.askDue() }
    let (untilCancelled, source) = AsyncStream<Never>.makeStream()
    for await _ in untilCancelled {}
    withExtendedLifetime(source) { isOver.withLock { $0 = true } }
  }

  private func askDue() {
    guard !isOver.withLock({ $0 }) else { return }
    // A new plan or a new connection is followed, and pods that are due soon after each other are
    // asked together, within a quarter of a second.
    var pause = TimeSpan.milliseconds(250)
    if let client = slot.client {
      while let poll = scheduler.withLock({ $0.next(at: clock.now) }) { ask(poll, client) }
      let now = clock.now
      let (due, isUrgent) = scheduler.withLock { ($0.wake(after: now), $0.isUrgent) }
      if isUrgent { pause = max(.milliseconds(100), min(due - now, pause)) }
    }
    HTTPClient.loop.scheduleTask(in: .nanoseconds(pause.nanoseconds)) { self.askDue() }
  }

  private func ask(_ poll: PollScheduler.Poll, _ client: HTTPClient) {
    let path = poll.endpoint.proxyPath(namespace: poll.target.namespace, pod: poll.target.name)
    let began = clock.now
    let kind = poll.endpoint.kind
    sayRefusal(poll.target)
    client.get(path, timeout: StatusPoller.timeout, bodyLimit: kind.readLimit) { result in
      let answer =
        switch result {
        // Lost credentials are no missing right.
        case .success(let response) where response.head.status == 401:
          StatusObservation.Answer.failed("\(KubernetesError.unauthorized)")
        case .success(let response):
          StatusObservation.Answer(
            proxied: response, kind: kind, mapping: self.mapping)
        case .failure(.timedOut): StatusObservation.Answer.timedOut
        // The proxy's own socket being closed says nothing about the pod.
        case .failure(let error): StatusObservation.Answer.failed("\(error)")
        }
      self.take(answer, of: poll, latency: self.clock.now - began)
    }
  }

  /// The scheduler bounds how many are under way, so that nothing here has to wait for the queue.
  private func take(
    _ answer: StatusObservation.Answer, of poll: PollScheduler.Poll, latency: TimeSpan
  ) {
    let isMissing = scheduler.withLock { scheduler in
      scheduler.finish(poll, answer, at: clock.now)
      return scheduler.isRightMissing
    }
    if answer == .forbidden { reviewOnce(poll) }
    say(isMissing: isMissing, poll)
    queue.post(
      .status(
        StatusObservation(
          pod: .uid(poll.target.uid), endpoint: poll.endpoint.text,
          container: poll.endpoint.container, answer: answer, latency: latency)))
  }

  /// A pod may say 403 by itself: only the cluster knows whose word it was.
  private func reviewOnce(_ poll: PollScheduler.Poll) {
    let isFirst = forbidden.withLock { forbidden in
      defer { forbidden.isReviewed = true }
      return !forbidden.isReviewed
    }
    guard isFirst else { return }
    Task(executorPreference: InputExecutor.sources) {
      guard let isAllowed = await self.review(poll.target.namespace) else { return }
      self.scheduler.withLock { $0.takeReview(isAllowed: isAllowed, at: self.clock.now) }
      self.say(isMissing: !isAllowed, poll)
    }
  }

  /// Says when the right begins to be missing, and when it is there.
  private func say(isMissing: Bool, _ poll: PollScheduler.Poll) {
    let change: InputObservation.Change? = forbidden.withLock { forbidden in
      guard isMissing != (forbidden.line != nil) else { return nil }
      if let line = forbidden.line {
        forbidden.line = nil
        // Another 403 is another question.
        forbidden.isReviewed = false
        return .restored(line)
      }
      let line = missingRight(poll)
      forbidden.line = line
      return .degraded(line)
    }
    if let change { queue.post(.input(InputObservation(.status, change))) }
  }

  /// With the missing rule and what the user could do instead.
  private func missingRight(_ poll: PollScheduler.Poll) -> String {
    let port = poll.endpoint.port
    let kind = poll.endpoint.kind.prefix.map { " --status \($0)" } ?? ""
    return
      "shutdown-status: needs permission to get pods/proxy; for one pod without it: "
      + "kubectl -n \(poll.target.namespace) port-forward pod/\(poll.target.name) \(port) & "
      + "lastcall attach localhost:\(port)\(kind)"
  }

  /// An annotation that is not followed is passed over, but not in silence.
  private func sayRefusal(_ target: PollPlan.Target) {
    guard let annotation = target.statusAnnotation else { return }
    do {
      _ = try choice.annotation(of: target)
    } catch {
      sayOnce(
        .annotation(target.uid),
        "shutdown-status: the annotation lastcall.dev/status of \(target.name.harmless(limit: 253)) "
          + "is '\(annotation.harmless(limit: 100))' and is ignored; \(error)")
    }
  }

  private func sayOnce(_ notice: Notice, _ line: String) {
    guard said.withLock({ $0.insert(notice).inserted }) else { return }
    queue.post(.input(InputObservation(.status, .degraded(line))))
  }
}

extension StatusKind {
  /// A little more than its largest answer, so that a larger one is said to be so.
  var readLimit: Int { bodyLimit + 1024 }
}
