/// One pod's way out, from the request to its verdict.
public struct Shutdown: Equatable, Sendable {
  /// How the shutdown was asked for.
  public enum Origin: Equatable, Sendable {
    /// `metadata.deletionTimestamp` was set.
    case deletion
    /// The kubelet ended the pod without a deletion; the pod's `status.reason`.
    case kubelet(reason: String)
    /// `attach`: a drain was seen, and no pod object.
    case drain
  }

  public var origin: Origin
  /// Asked at, on the cluster's clock: whole seconds for a deletion; nil for the kubelet's own.
  public var asked: Instant?
  /// When lastcall first saw it, on the cluster's clock.
  public var seenAt: Instant
  /// Nil when there is nothing to count down to.
  public var deadline: Deadline?
  /// When the kubelet was seen to know of the deletion; nil while it does not.
  public var kubeletSawAt: Instant?
  /// The containers that ran when the deletion was asked, by name.
  public var participants: [String]
  /// When the drain signal was first seen, on the cluster's clock.
  public var signalAt: Instant?
  /// The drain was never seen: the signal must have been sent by now, or the endpoint was closed.
  public var isDrainInferred = false
  /// When every container had ended, as the API showed it first.
  public var exitedAt: Instant?
  /// The last end of all containers, from the object's own times.
  public var lastFinishedAt: Instant?
  /// Since when the verdict has been waiting for the log streams to end.
  public var verdictHeldSince: Instant?
  /// The object went through a gap of the watch, not by a DELETED event.
  public var wentUnseen = false

  /// Makes a shutdown that has just been seen.
  public init(
    origin: Origin, asked: Instant?, seenAt: Instant, deadline: Deadline?, participants: [String]
  ) {
    self.origin = origin
    self.asked = asked
    self.seenAt = seenAt
    self.deadline = deadline
    self.participants = participants
  }
}
