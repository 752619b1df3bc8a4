/// A source of events that can be lost, come back, or lack a right.
public enum InputID: Hashable, Sendable {
  /// `kubectl proxy`.
  case proxy
  case watch(ResourceKind)
  case status
  /// Log streams of the API, or a local file by its name (`-` is stdin).
  case logs(String)
  /// The process `attach` looks at.
  case attach
  /// The file this run is recorded in.
  case recording
  /// The commands that are run for alerts.
  case onAlert
}

/// What happened to an input.
public struct InputObservation: Equatable, Sendable {
  /// The change.
  public enum Change: Equatable, Sendable {
    case connected
    /// Lost, and why; it is being tried again.
    case lost(String)
    /// It cannot do this work, for example `events: needs get, list, watch on events`; said once.
    case degraded(String)
    /// What a line of `degraded` said holds no longer: the right was granted.
    case restored(String)
    /// How many log streams are followed and how many are not, for want of room.
    case following(Int, notFollowed: Int)
    /// Input that could not be read and was left out, one line, counted.
    case discarded(String)
  }

  public var input: InputID
  public var change: Change

  /// Makes an observation of an input.
  public init(_ input: InputID, _ change: Change) {
    self.input = input
    self.change = change
  }
}
