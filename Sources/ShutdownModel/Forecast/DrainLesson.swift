/// What one drain, as far as it was seen, says of the ``SurvivalLaws``.
///
/// It follows the drain: the likelihood of what has ended is a sum that is only added to, since pods are
/// forecast every second, and one lesson serves the pod's own forecast and those of its like.
struct DrainLesson: Equatable, Sendable {
  /// ln of how likely each law makes the counts, but for what is the same for all of them.
  ///
  /// The tasks end independently, so that one that ended between two looks weighs ln(S(begin) − S(end)),
  /// and one still in flight ln S(now), in seconds from the last arrival.
  private(set) var likelihoods: [Double]
  /// The counts it knows, from the last arrival on.
  private var counts: [DrainObservations.Count]
  /// The looks between which tasks ended.
  private var departures: [Departure] = []
  /// ``likelihoods`` without the tasks still in flight.
  private var ofDepartures: [Double]

  private struct Departure: Equatable {
    /// Seconds from the last arrival.
    var begin: Double
    var end: Double
    var ended: Double
  }

  /// The most pieces one drain is cut into; more tell the laws apart no better.
  private static let departureLimit = 12
  /// Of those that were there, at least this part is taken to have ended.
  private static let leastEnded = 1e-15

  /// Nil for a drain without tasks.
  init?(_ counts: [DrainObservations.Count]) {
    guard let first = counts.first, first.inFlight > 0 else { return nil }
    self.counts = [first]
    likelihoods = Array(repeating: 0, count: SurvivalLaws.count)
    ofDepartures = likelihoods
    follow(counts)
  }

  /// The tasks it began with.
  var tasks: Double { Double(counts[0].inFlight) }
  /// In flight at the newest count.
  var inFlight: Int { counts[counts.count - 1].inFlight }
  /// Seconds from the last arrival to the newest count.
  var elapsed: Double { (counts[counts.count - 1].time - counts[0].time).seconds }

  /// Learns what is new in the counts of the same drain.
  ///
  /// - Returns: false when they are not the known ones and newer ones, as when tasks have arrived since.
  @discardableResult
  mutating func follow(_ counts: [DrainObservations.Count]) -> Bool {
    guard counts.starts(with: self.counts) else { return false }
    for (before, count) in zip(counts, counts.dropFirst()).dropFirst(self.counts.count - 1)
    where count.inFlight < before.inFlight {
      let start = counts[0].time
      add(
        Departure(
          begin: (before.time - start).seconds, end: (count.time - start).seconds,
          ended: Double(before.inFlight - count.inFlight)))
    }
    self.counts = counts
    let (left, now) = (Double(inFlight), SurvivalLaws.survivals(after: elapsed))
    for law in likelihoods.indices {
      likelihoods[law] = ofDepartures[law] + (left > 0 ? left * now[law].logarithm : 0)
    }
    return true
  }

  private mutating func add(_ departure: Departure) {
    departures.append(departure)
    guard departures.count > DrainLesson.departureLimit else {
      weigh(departure)
      return
    }
    departures = stride(from: 0, to: departures.count, by: 2).map { index in
      guard index + 1 < departures.count else { return departures[index] }
      let (first, second) = (departures[index], departures[index + 1])
      return Departure(begin: first.begin, end: second.end, ended: first.ended + second.ended)
    }
    ofDepartures = Array(repeating: 0, count: SurvivalLaws.count)
    for departure in departures { weigh(departure) }
  }

  private mutating func weigh(_ departure: Departure) {
    let begin = SurvivalLaws.survivals(after: departure.begin)
    let end = SurvivalLaws.survivals(after: departure.end)
    for law in ofDepartures.indices {
      let ended = max(begin[law] - end[law], begin[law] * DrainLesson.leastEnded)
      ofDepartures[law] += departure.ended * ended.logarithm
    }
  }
}
