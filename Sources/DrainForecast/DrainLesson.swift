import Time

/// What one drain, as far as it was seen, says of the ``SurvivalLaws``.
///
/// It costs some tens of microseconds, so that it is reckoned once and serves the pod's own forecast and
/// those of its like.
package struct DrainLesson: Equatable, Sendable {
  /// ln of how likely each law makes the counts, but for what is the same for all of them.
  ///
  /// The tasks end independently, so that one that ended between two looks weighs ln(S(begin) − S(end)),
  /// and one still in flight ln S(now), in seconds from the last arrival.
  private(set) var likelihoods: [Double]
  /// The tasks it began with, from its last arrival on.
  let tasks: Int
  /// In flight at the newest count.
  let inFlight: Int
  /// Seconds from the last arrival to the newest count.
  let elapsed: Double

  /// The looks between which tasks ended.
  private struct Departure {
    /// Seconds from the last arrival.
    var begin: Double
    var end: Double
    var ended: Int
  }

  /// The most pieces one drain is cut into; more tell the laws apart no better.
  private static let departureLimit = 12
  /// Of a law's tasks at least this part is taken to have ended between two looks.
  private static let leastEnded = 1e-15

  /// Nil for a drain without tasks.
  package init?(_ counts: [DrainObservations.Count]) {
    guard let first = counts.first, let last = counts.last, first.inFlight > 0 else { return nil }
    tasks = first.inFlight
    inFlight = last.inFlight
    elapsed = (last.time - first.time).seconds
    likelihoods = Array(repeating: 0, count: SurvivalLaws.count)
    var begin = (seconds: 0.0, survivals: SurvivalLaws.survivals(after: 0))
    for departure in DrainLesson.departures(counts) {
      if departure.begin != begin.seconds {
        begin.survivals = SurvivalLaws.survivals(after: departure.begin)
      }
      let end = SurvivalLaws.survivals(after: departure.end)
      let ended = Double(departure.ended)
      for law in likelihoods.indices {
        let (before, after) = (begin.survivals[law], end[law])
        likelihoods[law] +=
          ended * max(before - after, before * DrainLesson.leastEnded).logarithm
      }
      begin = (departure.end, end)
    }
    guard inFlight > 0 else { return }
    let now = SurvivalLaws.survivals(after: elapsed)
    for law in likelihoods.indices { likelihoods[law] += Double(inFlight) * now[law].logarithm }
  }

  private static func departures(_ counts: [DrainObservations.Count]) -> [Departure] {
    let start = counts[0].time
    var departures: [Departure] = []
    for (before, count) in zip(counts, counts.dropFirst()) where count.inFlight < before.inFlight {
      departures.append(
        Departure(
          begin: (before.time - start).seconds, end: (count.time - start).seconds,
          ended: before.inFlight - count.inFlight))
    }
    while departures.count > departureLimit {
      departures = stride(from: 0, to: departures.count, by: 2).map { index in
        var departure = departures[index]
        guard index + 1 < departures.count else { return departure }
        departure.end = departures[index + 1].end
        departure.ended += departures[index + 1].ended
        return departure
      }
    }
    return departures
  }
}
