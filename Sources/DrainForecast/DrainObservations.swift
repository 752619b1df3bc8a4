public import PodStatus
public import Time

/// What a forecast is made from: one drain as it was seen.
///
/// Plain numbers and no pod, so that a drain can be simulated, replayed or learnt from. What cannot be
/// (negative, not finite, out of order) is left out when the value is made.
public struct DrainObservations: Equatable, Sendable {
  /// How many tasks were in flight at one time.
  public struct Count: Equatable, Sendable {
    /// When it was taken, on the cluster's clock.
    public var time: Instant
    /// Tasks that end by themselves; streams are not among them.
    public var inFlight: Int

    /// Makes a count.
    public init(time: Instant, inFlight: Int) {
      self.time = time
      self.inFlight = inFlight
    }
  }

  /// The counts from the last arrival on, ascending in time and never rising.
  public private(set) var counts: [Count]
  /// Ages in seconds, at the newest count, of the tasks in flight; not more than there are tasks.
  public private(set) var ages: [Double]
  /// Finished tasks by duration, ascending, as the pod told it.
  public private(set) var durations: [ShutdownStatus.DurationBucket]
  /// Tasks that end only when they are closed; they are in no count.
  public private(set) var streams: Int
  /// When SIGKILL comes.
  public var killAt: Instant
  /// When the process gives up by its own limit, if it has one.
  public var ownLimitAt: Instant?
  /// When tasks stop arriving, if that is still to come.
  public var arrivalsEndAt: Instant?

  /// A count of tasks or an age above it is a broken counter.
  private static let limit = 1e9
  /// So many finished tasks are a broken counter too.
  private static let countLimit = 1_000_000_000_000_000
  /// More buckets than these tell no more; neighbours are put together.
  private static let bucketLimit = 64

  /// Makes the observations of one drain.
  ///
  /// - Parameters:
  ///   - counts: in flight without the streams; what lies before the last rise is left out, since
  ///     until then tasks arrived.
  ///   - ages: in seconds, at the newest count, in any order; if there are streams among them they
  ///     are taken to be the oldest.
  public init(
    counts: [Count], ages: [Double] = [], durations: [ShutdownStatus.DurationBucket] = [],
    streams: Int = 0, killAt: Instant, ownLimitAt: Instant? = nil, arrivalsEndAt: Instant? = nil
  ) {
    self.counts = DrainObservations.fromLastArrival(counts)
    self.streams = max(streams, 0)
    let inFlight = self.counts.last?.inFlight ?? 0
    let known = ages.filter { (0...DrainObservations.limit).contains($0) }.sorted(by: >)
    self.ages = known.count == ages.count ? Array(known.suffix(inFlight)) : []
    self.durations = DrainObservations.ascending(durations)
    self.killAt = killAt
    self.ownLimitAt = ownLimitAt
    self.arrivalsEndAt = arrivalsEndAt
  }

  /// The newest count of tasks; nil when none was seen.
  public var inFlight: Int? { counts.last?.inFlight }

  /// What ends the drain if it does not end by itself.
  public var end: Forecast.End { ownLimitAt.map { $0 < killAt } == true ? .ownLimit : .kill }

  /// Seconds from the newest count until tasks stop arriving: a task that goes is followed by another.
  package var secondsToLastArrival: Double { secondsFromNewest(to: arrivalsEndAt) }

  /// Seconds that the tasks have to end by themselves.
  var secondsLeft: Double {
    secondsFromNewest(to: min(killAt, ownLimitAt ?? killAt)) - secondsToLastArrival
  }

  private func secondsFromNewest(to instant: Instant?) -> Double {
    guard let instant, let newest = counts.last?.time, instant > newest else { return 0 }
    return max((instant - newest).seconds, 0)
  }

  private static func fromLastArrival(_ counts: [Count]) -> [Count] {
    var kept: [Count] = []
    for count in counts {
      guard (0...Int(limit)).contains(count.inFlight),
        kept.last.map({ count.time >= $0.time }) ?? true
      else { continue }
      if let last = kept.last {
        if count.inFlight > last.inFlight { kept.removeAll() }
        if count.time == last.time, !kept.isEmpty { kept.removeLast() }
      }
      kept.append(count)
    }
    return kept
  }

  private static func ascending(
    _ buckets: [ShutdownStatus.DurationBucket]
  ) -> [ShutdownStatus.DurationBucket] {
    var kept: [ShutdownStatus.DurationBucket] = []
    for bucket in buckets {
      guard bucket.upperBoundSeconds > kept.last?.upperBoundSeconds ?? 0,
        (0...countLimit).contains(bucket.count),
        bucket.upperBoundSeconds < limit
      else { return [] }
      kept.append(bucket)
    }
    while kept.count > bucketLimit {
      kept = stride(from: 0, to: kept.count, by: 2).map { index in
        guard index + 1 < kept.count else { return kept[index] }
        var pair = kept[index + 1]
        pair.count += kept[index].count
        return pair
      }
    }
    return kept.contains { $0.count > 0 } ? kept : []
  }
}
