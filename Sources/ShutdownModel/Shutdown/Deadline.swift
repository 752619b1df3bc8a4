/// When SIGKILL comes, from what the API and the pod have said so far.
///
/// Source: `pkg/kubelet/kuberuntime/kuberuntime_container.go` `killContainer`: the grace shrinks by
/// the whole seconds the preStop hook took and is then at least `minimumGracePeriodInSeconds` = 2.
public struct Deadline: Equatable, Sendable {
  /// How long the preStop hook runs, as far as known.
  public enum Hook: Equatable, Sendable {
    /// No hook, a `sleep`, a signal or a failed hook has been seen: the length is known.
    case lasted(TimeSpan)
    /// An exec or httpGet hook, and no signal seen yet.
    case unknown
  }

  /// Deletion timestamp − grace, as first seen: whole seconds of the API server's clock.
  public var asked: Instant
  /// The grace G of this deletion; a second deletion can only shorten it.
  public var grace: TimeSpan
  /// When the kubelet began its kill.
  public var begin: Instant
  public var hook: Hook
  /// Arrival of a second deletion: the kubelet starts its kill again, with the shorter grace.
  public var shortenedAt: Instant?
  /// Nothing the API said: `attach`.
  public var isAssumed: Bool
  /// The highest number the screen may still show; see ``revise(at:_:)``.
  public private(set) var ceiling: TimeSpan?

  /// The kubelet's floor for what is left after a hook.
  public static let floor = TimeSpan.seconds(2)

  /// Makes a deadline.
  public init(
    asked: Instant, grace: TimeSpan, begin: Instant, hook: Hook = .lasted(.zero),
    isAssumed: Bool = false
  ) {
    self.asked = asked
    self.grace = grace
    self.begin = begin
    self.hook = hook
    self.isAssumed = isAssumed
  }

  /// The earliest SIGKILL: what a verdict compares with.
  public var earliestKill: Instant {
    if let shortenedAt { return shortenedAt + max(grace, Deadline.floor) }
    switch hook {
    case .lasted(let length): return Deadline.kill(begin: begin, hook: length, grace: grace)
    case .unknown: return Deadline.kill(begin: begin, hook: .zero, grace: grace)
    }
  }

  /// The latest SIGKILL: after it a container that still runs is overdue.
  public var latestKill: Instant {
    shortenedAt == nil && hook == .unknown ? earliestKill + Deadline.floor : earliestKill
  }

  /// When an unknown hook makes the countdown go over to the later end.
  public var handover: Instant? {
    shortenedAt == nil && hook == .unknown ? earliestKill - Deadline.floor : nil
  }

  /// SIGKILL = begin + p + max(G − ⌊p⌋, 2 s).
  static func kill(begin: Instant, hook: TimeSpan, grace: TimeSpan) -> Instant {
    let wholeSeconds = TimeSpan.seconds(hook.seconds.rounded(.down))
    return begin + hook + max(grace - wholeSeconds, floor)
  }

  /// The hook's length if it ended at an instant; the kubelet waits for it no longer than the grace.
  func hookLasting(until end: Instant) -> Hook {
    .lasted(min(max(end - begin, .zero), grace))
  }

  /// What to show at an instant: never more than was shown before, negative once it is past.
  public func remaining(at now: Instant) -> TimeSpan {
    var left = earliestKill - now
    if let handover, now >= handover {
      left = min(Deadline.floor, latestKill - now)
    }
    return ceiling.map { min($0, left) } ?? left
  }

  /// The time left as it is reckoned at an instant, which unlike what is shown may rise.
  func expected(at now: Instant) -> TimeSpan {
    (handover.map { now >= $0 } ?? false ? latestKill : earliestKill) - now
  }

  /// Changes what is known of the deadline without letting the number on the screen rise.
  public mutating func revise(at now: Instant, _ change: (inout Deadline) -> Void) {
    let shown = remaining(at: now)
    let before = self
    change(&self)
    guard self != before, remaining(at: now) > shown else { return }
    ceiling = shown
  }

  /// Begins the countdown anew: the kubelet sees the deletion only now, so nothing was shown.
  public mutating func restart(at instant: Instant) {
    begin = instant
    shortenedAt = nil
    ceiling = nil
  }
}
