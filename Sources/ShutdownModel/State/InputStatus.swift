public import Time

/// How an input is doing.
public struct InputStatus: Equatable, Sendable {
  /// Since when it has been lost, on the cluster's clock, and why; nil while it is connected.
  public var lostSince: Instant?
  public var lostReason: String?
  /// The loss has had a line of its own, and so has its end.
  var isLossTold = false
  /// What it cannot do, one line each, naming the missing rule.
  public var degradations: [String] = []
  /// How many pieces of input could not be read and were left out, and the newest reason.
  public var discardedCount = 0
  public var discardedReason: String?

  /// Makes the status of an input that is connected.
  public init() {}
}
