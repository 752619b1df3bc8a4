public import Time

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
    /// A log alone: a drain was seen in it, and no pod object.
    case log
  }

  public var origin: Origin
  /// Asked at, on the cluster's clock: whole seconds for a deletion; nil for the kubelet's own.
  public var asked: Instant?
  /// When lastcall first saw it, on the cluster's clock.
  public var seenAt: Instant
  /// The grace in seconds, as first given: the kubelet keeps to it; nil for the kubelet's own.
  public var graceSeconds: Int?
  /// Nil when there is nothing to count down to.
  public var deadline: Deadline?
  /// When the kubelet was seen to know of the deletion; nil while it does not.
  public var kubeletSawAt: Instant?
  /// The containers whose end counts, by name, as the newest object has it; native sidecars aside.
  public var participants: [String]
  /// The containers that were seen to run, by name, when the deletion was first seen or later.
  var seenRunning: [String] = []
  /// The pod was seen before its deletion was.
  var wasKnown = false
  /// When the drain signal was first seen, on the cluster's clock.
  public var signalAt: Instant?
  /// When the log of a container told of a signal first.
  var signalLoggedAt: Instant?
  /// What began the drain, if the status said so.
  public var signal: String?
  /// The drain was never seen: the signal must have been sent by now, or the endpoint was closed.
  public var isDrainInferred = false
  /// When every container had ended, as the API showed it first.
  public var exitedAt: Instant?
  /// Of a shutdown that only a log shows: when its newest line was written.
  public var lastWordAt: Instant?
  /// The object went through a gap of the watch, not by a DELETED event.
  public var wentUnseen = false

  /// Makes a shutdown that has just been seen.
  public init(
    origin: Origin, asked: Instant?, seenAt: Instant, graceSeconds: Int? = nil,
    deadline: Deadline? = nil, participants: [String] = []
  ) {
    self.origin = origin
    self.asked = asked
    self.seenAt = seenAt
    self.graceSeconds = graceSeconds
    self.deadline = deadline
    self.participants = participants
  }

  /// When the kubelet sends the signal, as far as that follows from the hook.
  public var signalDueAt: Instant? {
    guard let deadline, let length = deadline.hookLength else { return nil }
    return deadline.begin + length
  }
}
