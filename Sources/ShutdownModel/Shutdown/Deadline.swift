public import Time

/// When SIGKILL comes, from what the API and the pod have said so far.
///
/// When the kubelet began its kill is known to the moment, or between two bounds: the deadline is then a
/// span, of which the screen shows the earliest. A second deletion moves nothing: the kill that runs goes
/// on with its first grace.
///
/// Source: `pkg/kubelet/kuberuntime/kuberuntime_container.go` `killContainer`: the grace shrinks by
/// the whole seconds the preStop hook took and is then at least `minimumGracePeriodInSeconds` = 2;
/// `pkg/kubelet/kubelet.go` `SyncTerminatingPod`, whose context a shorter grace does not cancel.
public struct Deadline: Equatable, Sendable {
  /// How long the preStop hook runs, as far as known.
  public enum Hook: Equatable, Sendable {
    /// No hook, a `sleep`, or a failed hook has been seen: the length is known.
    case lasted(TimeSpan)
    /// The signal was seen: the hook was over.
    case endedAt(Instant)
    /// An exec or httpGet hook, and no signal seen yet.
    case unknown
  }

  /// A second deletion with a shorter grace.
  public struct Shortening: Equatable, Sendable {
    /// When it was seen.
    public var seenAt: Instant
    /// Its grace.
    public var grace: TimeSpan
    /// Its deadline as the API has it; the kubelet keeps to it only if it begins its kill anew.
    public var deadline: Instant

    /// An end at this instant, in whole seconds, is one at the shorter grace: of a kubelet that was
    /// restarted, or was slow to begin.
    func isKept(by end: Instant) -> Bool {
      let due = max(deadline, seenAt)
      return end >= due - .seconds(2) && end <= due + .seconds(5)
    }
  }

  /// Deletion timestamp − grace, as first seen: whole seconds of the API server's clock.
  public var asked: Instant
  /// The grace G of this deletion, as first seen.
  public var grace: TimeSpan
  /// The earliest moment at which the kubelet can have begun its kill.
  public var begin: Instant
  /// The latest moment at which it can have begun; nil while nothing proves that it has begun at all.
  public var beginLatest: Instant?
  public var hook: Hook
  /// The newest further deletion with a shorter grace.
  public var shortening: Shortening?
  /// The kubelet had not been seen to act when the grace was shortened: it may keep to the shorter one.
  public var mayKeepShorter = false
  /// Nothing the API said: `attach`.
  public var isAssumed: Bool
  /// When the deletion was seen: the kubelet's watch gets it at the same time.
  var arrival: Instant
  /// The highest number the screen may still show; see ``revise(at:_:)``.
  public private(set) var ceiling: TimeSpan?

  /// The kubelet's floor for what is left after a hook.
  public static let floor = TimeSpan.seconds(2)

  /// Makes a deadline of a kill that began at a moment that is known.
  public init(
    asked: Instant, grace: TimeSpan, begin: Instant, hook: Hook = .lasted(.zero),
    isAssumed: Bool = false
  ) {
    self.asked = asked
    self.grace = grace
    self.begin = begin
    beginLatest = begin
    arrival = begin
    self.hook = hook
    self.isAssumed = isAssumed
  }

  /// How long the preStop hook ran, or runs; nil while nobody knows.
  public var hookLength: TimeSpan? {
    switch hook {
    case .lasted(let length): length
    case .endedAt(let end): min(max(end - begin, .zero), grace)
    case .unknown: nil
    }
  }

  /// The earliest SIGKILL: what a verdict compares with.
  public var earliestKill: Instant {
    let kill = kill(begin: begin)
    guard mayKeepShorter, let shortening else { return kill }
    return min(kill, max(shortening.deadline, shortening.seenAt))
  }

  /// The latest SIGKILL: after it a container that still runs is overdue; nil while nobody can say.
  public var latestKill: Instant? {
    beginLatest.map { kill(begin: $0) + (hook == .unknown ? Deadline.floor : .zero) }
  }

  /// When an unknown hook makes the countdown go over to the later end.
  public var handover: Instant? {
    hook == .unknown ? earliestKill - Deadline.floor : nil
  }

  /// SIGKILL = begin + p + max(G − ⌊p⌋, 2 s).
  private func kill(begin: Instant) -> Instant {
    var hook = hookLength ?? .zero
    if case .endedAt(let end) = self.hook { hook = min(max(end - begin, .zero), grace) }
    let wholeSeconds = TimeSpan.seconds(hook.seconds.rounded(.down))
    return begin + hook + max(grace - wholeSeconds, Deadline.floor)
  }

  /// What to show at an instant: never more than was shown before, negative once it is past.
  public func remaining(at now: Instant) -> TimeSpan {
    let left = expected(at: now)
    return ceiling.map { min($0, left) } ?? left
  }

  /// The time left as it is reckoned at an instant, which unlike what is shown may rise.
  func expected(at now: Instant) -> TimeSpan {
    guard let handover, now >= handover else { return earliestKill - now }
    return min(Deadline.floor, earliestKill + Deadline.floor - now)
  }

  /// Changes what is known of the deadline without letting the number on the screen rise.
  public mutating func revise(at now: Instant, _ change: (inout Deadline) -> Void) {
    let shown = remaining(at: now)
    let before = self
    change(&self)
    guard self != before, remaining(at: now) > shown else { return }
    ceiling = shown
  }

  /// Begins the countdown anew: the node was lost and is back, so nothing was shown.
  public mutating func restart(at instant: Instant) {
    begin = instant
    beginLatest = instant
    ceiling = nil
  }

  // MARK: - What proves that the kubelet acts

  /// The kubelet was seen to act: it began no later than this.
  mutating func proveBegun(by instant: Instant) {
    beginLatest = max(min(beginLatest ?? instant, instant), begin)
  }

  /// The kubelet has not been seen to act for too long: it may begin at any time.
  mutating func doubtBegin() {
    beginLatest = nil
  }

  /// The stop signal was sent: the kubelet began before, by as much as its hook took.
  ///
  /// - Parameters:
  ///   - endsHook: the signal ends the wait for a hook of unknown length.
  ///   - isExact: the process itself has told when; a log's times may be whole seconds, and of a clock
  ///     that is not the cluster's.
  mutating func proveSignal(at instant: Instant, endsHook: Bool, isExact: Bool) {
    guard case .lasted(let length) = hook else {
      proveBegun(by: instant)
      begin = max(min(begin, instant), asked)
      if endsHook { hook = .endedAt(instant) }
      return
    }
    let start = max(instant - length, asked)
    guard let latest = beginLatest else {
      begin = max(start, begin)
      return beginLatest = begin
    }
    guard isExact || begin != latest else { return }
    // What is earlier than the deletion could be seen bounds the span only from below: an answer may be
    // older than it looks.
    guard start < begin - .seconds(1) || start > begin + .seconds(1) else { return }
    begin = start
    beginLatest = max(latest, start)
    if start > arrival { beginLatest = start }
  }

  /// The log of a container told of the signal first at this instant.
  mutating func noteSignalLogged(at instant: Instant) {
    guard case .lasted(let length) = hook, let latest = beginLatest,
      instant - length > latest + .seconds(1)
    else { return }
    beginLatest = instant - length
  }
}
