import PodStatus
import Time

@testable import Inputs
@testable import KubernetesObjects
@testable import ShutdownModel

/// Plays a scheduler through time that a test makes pass.
struct PollRun {
  struct Asked {
    var poll: PollScheduler.Poll
    var at: Instant
  }

  private(set) var scheduler: PollScheduler
  private(set) var asked: [Asked] = []
  private(set) var hasOverlapped = false
  private(set) var hasPassedOverTerminating = false
  private var plan: PollPlan
  private var now: Instant
  private var underWay:
    [(poll: PollScheduler.Poll, answer: StatusObservation.Answer, end: Instant)] = []
  /// Pods of the plan that were answered by a report, with the time it came.
  private var reported: [String: Instant] = [:]
  private var chance: SeededGenerator
  private let longest: Double

  /// Begins with a plan; an answer takes up to `longest` seconds.
  init(rate: Int, plan: PollPlan, at now: Instant, longest: Double = 0.005, seed: Int = 0) {
    scheduler = PollScheduler(rate: rate)
    self.plan = plan
    self.now = now
    self.longest = longest
    chance = SeededGenerator(seed: seed)
    scheduler.follow(plan, at: now)
  }

  mutating func follow(_ plan: PollPlan) {
    self.plan = plan
    scheduler.follow(plan, at: now)
    // A pod that has begun to terminate is due half a second from now at the latest.
    let uids = Set(plan.targets.map(\.uid))
    reported = reported.filter { uids.contains($0.key) }.mapValues { _ in now }
  }

  /// Lets time pass, from one instant that the scheduler or an answer names to the next.
  mutating func advance(
    seconds: Double, _ answer: (PollScheduler.Poll) -> StatusObservation.Answer
  ) {
    let end = now + .seconds(seconds)
    while now < end {
      finish()
      while let poll = scheduler.next(at: now) { ask(poll, answer(poll)) }
      let wake = scheduler.wake(after: now)
      now = underWay.map(\.end).reduce(min(wake, end), min)
    }
  }

  /// Seconds between the requests to a pod.
  func gaps(of uid: String) -> [Double] {
    let times = asked.filter { $0.poll.target.uid == uid }.map(\.at)
    return zip(times, times.dropFirst()).map { ($1 - $0).seconds }
  }

  private mutating func ask(_ poll: PollScheduler.Poll, _ answer: StatusObservation.Answer) {
    if underWay.contains(where: { $0.poll.target.uid == poll.target.uid }) { hasOverlapped = true }
    if poll.target.priority != .terminating, plan.targets.contains(where: isLate) {
      hasPassedOverTerminating = true
    }
    asked.append(Asked(poll: poll, at: now))
    let length = TimeSpan.seconds(Double.random(in: 0...longest, using: &chance))
    underWay.append((poll, answer, now + length))
  }

  private mutating func finish() {
    for exchange in underWay where exchange.end <= now {
      scheduler.finish(exchange.poll, exchange.answer, at: now)
      reported[exchange.poll.target.uid] = nil
      if case .report = exchange.answer { reported[exchange.poll.target.uid] = now }
    }
    underWay.removeAll { $0.end <= now }
  }

  /// A terminating pod that answers, is not being asked, and was due some steps ago.
  private func isLate(_ target: PollPlan.Target) -> Bool {
    guard target.priority == .terminating, let at = reported[target.uid] else { return false }
    return !underWay.contains { $0.poll.target.uid == target.uid } && now - at > .seconds(0.51)
  }
}

extension PollPlan {
  static func random(_ chance: inout SeededGenerator) -> PollPlan {
    let priorities: [Priority] = [.terminating, .oldRevision, .selected, .rest]
    let targets = (0..<Int.random(in: 0...40, using: &chance)).map { number in
      Target.pod(
        "u\(number)", priorities.randomElement(using: &chance) ?? .rest,
        // A pod's ports never change; those of a revision differ where its pods have no owner.
        ports: Array([8080, 9090, 7070].prefix(number / 4 % 4)),
        revision: "r\(number % 4)")
    }
    return PollPlan(targets: targets.sorted { $0.priority < $1.priority })
  }
}

extension PollPlan.Target {
  static func pod(
    _ uid: String, _ priority: PollPlan.Priority, ports: [Int] = [8080], revision: String = "r",
    annotation: String? = nil
  ) -> Self {
    Self(
      uid: uid, namespace: "shop", name: "pod-\(uid)", priority: priority, revision: revision,
      statusAnnotation: annotation,
      containers: [
        ContainerObject(
          name: "web",
          ports: ports.enumerated().map {
            // Of the ports without a telling name only the first is tried.
            ContainerObject.Port(name: $0 == 0 ? nil : "metrics", number: $1)
          })
      ])
  }
}

extension StatusObservation.Answer {
  /// A report of a pod at work.
  static let running = Self.report(ShutdownStatus(phase: .running, inFlight: 1))

  static func random(_ chance: inout SeededGenerator) -> Self {
    switch Int.random(in: 0..<60, using: &chance) {
    case 0: .forbidden
    case 1...5: .refused
    case 6...8: .timedOut
    case 9...12: .notFound
    case 13...14: .malformed(reason: "no")
    default: .running
    }
  }
}
