extension SurvivalGrid {
  /// The most pieces one drain is cut into; more tell the laws apart no better.
  private static let stepLimit = 12

  /// A stretch in which tasks ended.
  private struct Step {
    /// Seconds from the last arrival.
    var begin: Double
    var end: Double
    var before: Int
    var after: Int
  }

  /// ln of how likely the counts are under each law, but for what is the same for all of them:
  /// Σ after·ln(S(end)/S(begin)) + (before − after)·ln(1 − S(end)/S(begin)).
  static func logLikelihoods(_ counts: [DrainObservations.Count]) -> [Double] {
    var sums = Array(repeating: 0.0, count: SurvivalLaws.count)
    var before = Array(repeating: 1.0, count: SurvivalLaws.count)
    for step in steps(counts) {
      let after = SurvivalLaws.survivals(after: step.end)
      let (stayed, ended) = (Double(step.after), Double(step.before - step.after))
      for law in sums.indices {
        let ratio = after[law] / before[law]
        if stayed > 0 { sums[law] += stayed * max(ratio, 1e-300).logarithm }
        if ended > 0 { sums[law] += ended * max(1 - ratio, 1e-15).logarithm }
      }
      before = after
    }
    return sums
  }

  /// The drain without a gap: stretches over which no task ended, and between them those in which some
  /// did.
  private static func steps(_ counts: [DrainObservations.Count]) -> [Step] {
    guard let first = counts.first else { return [] }
    var departures: [Step] = []
    for (count, next) in zip(counts, counts.dropFirst()) where next.inFlight < count.inFlight {
      departures.append(
        Step(
          begin: (count.time - first.time).seconds, end: (next.time - first.time).seconds,
          before: count.inFlight, after: next.inFlight))
    }
    while departures.count > stepLimit {
      departures = stride(from: 0, to: departures.count, by: 2).map { index in
        var step = departures[index]
        guard index + 1 < departures.count else { return step }
        step.end = departures[index + 1].end
        step.after = departures[index + 1].after
        return step
      }
    }
    var steps: [Step] = []
    var (time, inFlight) = (0.0, first.inFlight)
    for step in departures {
      if step.begin > time {
        steps.append(Step(begin: time, end: step.begin, before: inFlight, after: inFlight))
      }
      steps.append(step)
      (time, inFlight) = (step.end, step.after)
    }
    let end = ((counts.last ?? first).time - first.time).seconds
    steps.append(Step(begin: time, end: end, before: inFlight, after: inFlight))
    return steps
  }
}
