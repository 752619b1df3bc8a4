internal import DequeModule
internal import KubernetesObjects
public import ShutdownModel
public import Time

/// Decides whom to ask next: pure, with time as an argument.
///
/// Never more than `rate` requests a second in all and one at a time to a pod; terminating pods
/// first. When the budget is short the intervals of the others stretch.
public struct PollScheduler: Sendable {
  /// One request to make now.
  public struct Poll: Equatable, Sendable {
    public var target: PollPlan.Target
    public var endpoint: StatusEndpoint
  }

  /// Pods of one template; those without an owner may have any other's place in a revision.
  private struct Likeness: Hashable {
    var revision: String
    var annotation: String?
    var ports: [Int]

    init(_ target: PollPlan.Target) {
      revision = target.revision
      annotation = target.statusAnnotation
      ports = target.containers.flatMap { $0.ports.map(\.number) }
    }
  }

  private struct Polling {
    var dueAt: Instant
    var askedAt: Instant?
    var isAsked = false
    /// Which candidate is tried next while the revision's endpoint is not known.
    var candidate = 0
    /// Some candidate refused or timed out, so that one may still open.
    var mayOpen = false
  }

  private let rate: Int
  private let choice: StatusEndpointChoice
  private var targets: [PollPlan.Target] = []
  private var pollings: [String: Polling] = [:]
  /// An endpoint that answered holds for the pods that are alike, and for no others.
  private var known: [Likeness: StatusEndpoint] = [:]
  /// When the newest requests were made, as many as a second may have, oldest first.
  private var recent: Deque<Instant> = []
  private var forbiddenUntil: Instant?
  /// Pods whose newest answer was 403, and those that have answered in any way.
  private var refusing: Set<String> = []
  private var answered: Set<String> = []
  /// What a review of the right has found; nil while nobody knows.
  private var isAllowed: Bool?
  private var askedCount = 0

  /// Requests that may be under way at once.
  private static let concurrencyLimit = 128
  /// A pod without an endpoint, or one that refuses, is tried again after this.
  private static let retry = TimeSpan.seconds(60)
  /// A right that is missing is asked for again after this.
  private static let refusal = TimeSpan.seconds(20)
  /// So many pods must refuse, and none must not, until it is our right that is missing.
  private static let fewestRefusing = 3
  /// A port that nobody listens on yet is tried again after this.
  private static let opening = TimeSpan.seconds(5)

  /// Makes a scheduler for at most `rate` requests a second.
  public init(rate: Int, choice: StatusEndpointChoice = StatusEndpointChoice()) {
    self.rate = max(rate, 1)
    self.choice = choice
  }

  /// Follows a new plan: pods that are not in it are forgotten, new ones are due at once.
  public mutating func follow(_ plan: PollPlan, at now: Instant) {
    targets = plan.targets
    let wanted = Set(plan.targets.map(\.uid))
    refusing.formIntersection(wanted)
    answered.formIntersection(wanted)
    for (uid, polling) in pollings where !wanted.contains(uid) && !polling.isAsked {
      pollings[uid] = nil
    }
    for target in plan.targets {
      guard var polling = pollings[target.uid] else {
        pollings[target.uid] = Polling(dueAt: now)
        continue
      }
      // A pod that begins to terminate is asked at its new pace at once.
      if known[Likeness(target)] != nil {
        polling.dueAt = min(polling.dueAt, now + interval(of: target))
        pollings[target.uid] = polling
      }
    }
  }

  /// The next request, if one is due and the budget has room.
  public mutating func next(at now: Instant) -> Poll? {
    guard now >= nextSlot, askedCount < PollScheduler.concurrencyLimit else { return nil }
    if let forbiddenUntil, now < forbiddenUntil { return nil }
    guard let target = mostUrgent(at: now), var polling = pollings[target.uid],
      let endpoint = endpoint(for: target, &polling, at: now)
    else { return nil }
    polling.isAsked = true
    polling.askedAt = now
    pollings[target.uid] = polling
    askedCount += 1
    recent.append(now)
    if recent.count > rate { recent.removeFirst() }
    return Poll(target: target, endpoint: endpoint)
  }

  /// When the budget has room again: it is spent in quarters of a second, a few requests together,
  /// for each waking costs more than the request.
  private var nextSlot: Instant {
    var slot = Instant(nanoseconds: .min)
    if recent.count == rate, let first = recent.first { slot = first + .seconds(1) }
    let few = max(rate / 4, 1)
    if recent.count >= few {
      let length = TimeSpan(nanoseconds: 1_000_000_000 * Int64(few) / Int64(rate))
      slot = max(slot, recent[recent.count - few] + length)
    }
    return slot
  }

  /// Some pod is to be asked twice a second.
  public var isUrgent: Bool { targets.first?.priority == .terminating }

  /// When ``next(at:)`` may have something: asking before it is in vain.
  public func wake(after now: Instant) -> Instant {
    var earliest = now + .seconds(1)
    for target in targets {
      guard let polling = pollings[target.uid], !polling.isAsked else { continue }
      earliest = min(earliest, polling.dueAt)
      if earliest <= now { break }
    }
    return max(earliest, nextSlot, forbiddenUntil ?? now, now + .milliseconds(1))
  }

  /// Takes the answer of a request into account.
  public mutating func finish(_ poll: Poll, _ answer: StatusObservation.Answer, at now: Instant) {
    askedCount -= 1
    guard var polling = pollings[poll.target.uid] else { return }
    defer { pollings[poll.target.uid] = polling }
    polling.isAsked = false
    let wasMissing = isRightMissing
    note(answer, of: poll.target.uid, at: now)
    if wasMissing, !isRightMissing {
      // Nobody need wait any more.
      for uid in pollings.keys { pollings[uid]?.dueAt = now }
    }
    let target = targets.first { $0.uid == poll.target.uid } ?? poll.target
    switch answer {
    case .report:
      known[Likeness(target)] = poll.endpoint
      polling.dueAt = max(now, (polling.askedAt ?? now) + interval(of: target))
      return
    case .forbidden:
      if isRightMissing || known[Likeness(target)] != nil {
        polling.candidate = 0
        polling.dueAt = now + (isRightMissing ? PollScheduler.refusal : PollScheduler.retry)
        return
      }
    case .refused, .timedOut, .failed: polling.mayOpen = true
    case .malformed, .notFound: break
    }
    if known[Likeness(target)] != nil {
      polling.dueAt = max(now, (polling.askedAt ?? now) + interval(of: target))
      return
    }
    polling.candidate += 1
    if polling.candidate < choice.candidates(for: target).count {
      polling.dueAt = now
    } else {
      polling.candidate = 0
      polling.dueAt = now + (polling.mayOpen ? PollScheduler.opening : PollScheduler.retry)
      polling.mayOpen = false
    }
  }

  /// Whether a 403 is the API server's word about our right to ask pods.
  ///
  /// The bytes do not tell a pod's own 403 from it: a review of the right does, or that every pod of at
  /// least three refuses.
  public var isRightMissing: Bool {
    if let isAllowed { return !isAllowed }
    return refusing.count >= PollScheduler.fewestRefusing && refusing == answered
  }

  /// Takes in what a review of the right has found.
  public mutating func takeReview(isAllowed: Bool, at now: Instant) {
    self.isAllowed = isAllowed
    if !isAllowed { forbiddenUntil = now + PollScheduler.refusal }
  }

  private mutating func note(
    _ answer: StatusObservation.Answer, of uid: String, at now: Instant
  ) {
    answered.insert(uid)
    if answer == .forbidden {
      refusing.insert(uid)
    } else {
      refusing.remove(uid)
      // A pod was reached, so the right is there now. No answer at all shows nothing.
      switch answer {
      case .timedOut, .failed: break
      default: if isAllowed == false { isAllowed = nil }
      }
    }
    forbiddenUntil = isRightMissing ? max(forbiddenUntil ?? now, now + PollScheduler.refusal) : nil
  }

  /// Asked twice a second while terminating, so that the last value before the end is known.
  private func interval(of target: PollPlan.Target) -> TimeSpan {
    target.priority == .terminating ? .milliseconds(500) : .seconds(2)
  }

  private func mostUrgent(at now: Instant) -> PollPlan.Target? {
    var best: (target: PollPlan.Target, dueAt: Instant)?
    for target in targets {
      // The plan is in the order of priority.
      if let best, target.priority > best.target.priority { break }
      guard let polling = pollings[target.uid], !polling.isAsked, polling.dueAt <= now else {
        continue
      }
      if best == nil || polling.dueAt < best?.dueAt ?? now { best = (target, polling.dueAt) }
    }
    return best?.target
  }

  private mutating func endpoint(
    for target: PollPlan.Target, _ polling: inout Polling, at now: Instant
  ) -> StatusEndpoint? {
    if let endpoint = known[Likeness(target)] { return endpoint }
    let candidates = choice.candidates(for: target)
    guard !candidates.isEmpty else {
      polling.dueAt = now + PollScheduler.retry
      pollings[target.uid] = polling
      return nil
    }
    return candidates[min(polling.candidate, candidates.count - 1)]
  }
}
