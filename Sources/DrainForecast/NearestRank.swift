/// Percentiles by nearest rank: a value that was seen, never one between two.
extension Array where Element == Double {
  /// The smallest value that so large a part of all does not exceed; nil of nothing.
  ///
  /// - Parameter part: 0.5 for the median.
  package func nearestRank(_ part: Double) -> Double? {
    guard !isEmpty else { return nil }
    let rank = (part * Double(count)).rounded(.up)
    return sorted()[Swift.min(Swift.max(Int(rank), 1), count) - 1]
  }
}

/// Lengths of drains, from the request to the last end of all containers.
public struct DrainPercentiles: Equatable, Sendable {
  /// How many drains said how long they took, those that SIGKILL cut off among them.
  public var drains: Int
  /// Of them, those that SIGKILL cut off: they would have taken longer.
  public var cutOff: Int
  public var p50: Double
  public var p95: Double
  public var p99: Double
  public var longest: Double

  /// Of fewer than a hundred drains the p99 is the longest, and says no more than that.
  public var isP99Longest: Bool { drains < 100 }

  package init?(_ seconds: [Double], cutOff: Int) {
    guard let p50 = seconds.nearestRank(0.5), let p95 = seconds.nearestRank(0.95),
      let p99 = seconds.nearestRank(0.99), let longest = seconds.max()
    else { return nil }
    drains = seconds.count
    self.cutOff = cutOff
    self.p50 = p50
    self.p95 = p95
    self.p99 = p99
    self.longest = longest
  }
}
