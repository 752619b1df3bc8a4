/// Where a pod is on its way in and out; it only ever moves forward.
public enum Phase: String, CaseIterable, Comparable, Sendable {
  case pending
  case starting
  case ready
  /// Deletion was asked, and no signal has been seen yet.
  case preStop
  /// The drain signal was seen, or must have been sent (see ``Shutdown/isDrainInferred``).
  case draining
  case drained
  /// The process gave up by its own limit.
  case timedOut
  /// Every container that ran has ended.
  case exited
  /// The object has gone.
  case gone

  private var rank: Int {
    switch self {
    case .pending: 0
    case .starting: 1
    case .ready: 2
    case .preStop: 3
    case .draining: 4
    case .drained, .timedOut: 5
    case .exited: 6
    case .gone: 7
    }
  }

  public static func < (left: Phase, right: Phase) -> Bool { left.rank < right.rank }
}

/// What holds beside the phase.
public enum Condition: String, CaseIterable, Sendable {
  /// Condition Ready is False.
  case notReady
  /// The status endpoint is refused though the pod exists and had answered.
  case unreachable
  /// Past its SIGKILL, and containers still run.
  case overdue
  /// The containers have ended, and the object stays.
  case stuck
  /// The kubelet has not seen the deletion.
  case unseen
}
