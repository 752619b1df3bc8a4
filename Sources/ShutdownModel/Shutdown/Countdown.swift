public import Time

/// What the screen may say of the time to SIGKILL at one instant.
public enum Countdown: Equatable, Sendable {
  /// No deletion was asked, its deadline is not known, or the containers have ended.
  case none
  /// The node is lost, and its kubelet may not know of the deletion: nothing counts down. How long past
  /// asked + grace, if so.
  case unseen(overdueBy: TimeSpan?)
  case running(Running)
  /// SIGKILL was due, and the API does not show the end yet.
  case past(by: TimeSpan)
  /// Past SIGKILL while containers still run.
  case overdue(by: TimeSpan)

  /// What a countdown counts down to: the earlier of the two.
  public enum Limit: Equatable, Sendable {
    case kill
    /// The process gives up by itself, as it said, before SIGKILL would come.
    case ownLimit
  }

  /// A countdown that runs.
  public struct Running: Equatable, Sendable {
    /// Time to SIGKILL; it may hold, it never rises.
    public var remaining: TimeSpan
    /// From the beginning of the kill to SIGKILL: what a bar of 100 % stands for.
    public var total: TimeSpan
    /// How much later SIGKILL may come: a hook of unknown length, or a kubelet that may have begun later;
    /// nil when nothing proves that the kubelet has begun at all.
    public var mayBeLaterBy: TimeSpan?
    /// What comes at its end.
    public var limit = Limit.kill
    /// The deadline is assumed (`attach`), not read from a pod object.
    public var isAssumed: Bool

    /// SIGKILL comes at its end, and not later.
    public var isExact: Bool { mayBeLaterBy == .zero }

    /// Makes a countdown that runs.
    public init(
      remaining: TimeSpan, total: TimeSpan, mayBeLaterBy: TimeSpan? = .zero,
      limit: Limit = .kill, isAssumed: Bool = false
    ) {
      self.remaining = remaining
      self.total = total
      self.mayBeLaterBy = mayBeLaterBy
      self.limit = limit
      self.isAssumed = isAssumed
    }
  }
}
