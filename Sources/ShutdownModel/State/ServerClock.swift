public import Time

/// The difference between the cluster's clock and this machine's, from `Date` headers.
///
/// A header carries whole seconds, so one answer bounds the difference to a second and the way there
/// and back; the tightest bounds over many answers are kept.
public struct ServerClock: Equatable, Sendable {
  /// Cluster minus local is at least this.
  public private(set) var lowerBound: TimeSpan?
  /// Cluster minus local is less than this.
  public private(set) var upperBound: TimeSpan?
  /// When the newest reading came, on this machine's clock.
  public private(set) var readAt: Instant?

  /// Makes a clock that has read nothing yet: the two clocks count as one.
  public init() {}

  /// Takes one reading into account.
  ///
  /// A reading outside the bounds means that one of the clocks was set: it replaces them.
  public mutating func read(_ reading: ServerDate) {
    guard reading.received >= reading.sent else { return }
    let low = reading.date - reading.received
    let high = reading.date + .seconds(1) - reading.sent
    readAt = reading.received
    guard let lowerBound, let upperBound, low < upperBound, lowerBound < high else {
      (self.lowerBound, self.upperBound) = (low, high)
      return
    }
    self.lowerBound = max(lowerBound, low)
    self.upperBound = min(upperBound, high)
  }

  /// Cluster minus local: the middle between the bounds, zero before the first reading.
  public var offset: TimeSpan {
    guard let lowerBound, let upperBound else { return .zero }
    return TimeSpan(
      nanoseconds: lowerBound.nanoseconds + (upperBound - lowerBound).nanoseconds / 2)
  }

  /// The cluster's time at an instant of this machine's clock.
  public func clusterTime(at local: Instant) -> Instant { local + offset }
}
