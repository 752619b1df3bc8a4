package import DequeModule
public import Time

/// The number of tasks in flight at one instant, as somebody reported it.
public struct Sample: Equatable, Sendable {
  /// Who reported it.
  public enum Source: Equatable, Sendable {
    case status
    case log
  }

  /// On the cluster's clock.
  public var time: Instant
  public var inFlight: Int
  public var source: Source
  /// The process said it was draining, drained or timed out.
  public var isDraining: Bool
  /// Tasks finished since the process began, if it counts them.
  public var completed: Int?

  /// Tasks accepted since the process began.
  public var accepted: Int? { completed.map { $0 + inFlight } }

  /// Makes a sample.
  public init(time: Instant, inFlight: Int, source: Source, isDraining: Bool, completed: Int? = nil)
  {
    self.time = time
    self.inFlight = inFlight
    self.source = source
    self.isDraining = isDraining
    self.completed = completed
  }
}

extension Deque<Sample> {
  /// Those from an instant on; what is asked of ten minutes of samples is mostly about the newest.
  package func since(_ start: Instant) -> SubSequence {
    var first = endIndex
    while first > startIndex, self[first - 1].time >= start { first -= 1 }
    return self[first...]
  }
}
