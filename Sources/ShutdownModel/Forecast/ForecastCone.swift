internal import DrainForecast
internal import PodStatus
public import Time

/// Between how many and how many tasks a drain will have from now on, as a forecast sees it.
public struct ForecastCone: Equatable, Sendable {
  /// Bounds at one moment to come: four of five drains lie between them.
  public struct Bounds: Equatable, Sendable {
    /// On the cluster's clock.
    public var time: Instant
    public var low: Double
    public var high: Double
  }

  /// Ascending in time, the first at the newest look.
  public let bounds: [Bounds]

  /// How many standard deviations to each side hold four of five drains.
  private static let width = 1.2816

  /// - Parameter end: how far it reaches.
  init?(
    _ drain: DrainObservations, prior: DrainPrior, lesson: DrainLesson?, until end: Instant,
    steps: Int = 16
  ) {
    guard let newest = drain.counts.last, newest.inFlight > 0, end > newest.time else { return nil }
    let outlook = drain.outlook(prior: prior, lesson: lesson)
    let span = (end - newest.time).seconds
    let arrivals = drain.secondsToLastArrival
    let streams = Double(drain.streams)
    bounds = (0...steps).map { step in
      let seconds = span * Double(step) / Double(steps)
      let (mean, deviation) = outlook.left(after: max(seconds - arrivals, 0))
      let reach = ForecastCone.width * deviation
      return Bounds(
        time: newest.time + .seconds(seconds),
        low: max(mean - reach, 0) + streams,
        high: min(mean + reach, Double(newest.inFlight)) + streams)
    }
  }
}

extension State {
  /// The cone of a pod that drains; nil where nothing is forecast.
  ///
  /// It costs some hundred microseconds: for the one pod that is looked at.
  public func forecastCone(of pod: Pod) -> ForecastCone? {
    guard pod.forecast != nil, pod.phase < .drained, let drain = pod.drainObservations,
      let deadline = pod.shutdown?.deadline
    else { return nil }
    return ForecastCone(
      drain, prior: drainPrior(for: pod), lesson: nil,
      until: max(deadline.latestKill ?? deadline.earliestKill, now) + .seconds(2))
  }
}
