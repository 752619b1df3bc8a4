package import PodStatus

/// What earlier drains of the same rollout, or of the same revision, say of the next one.
///
/// A power prior: the earlier likelihood to a power below 1, since another pod is not this pod, and
/// never worth more than so many tasks, since the laws of the grid are only near the truth.
/// Source: Ibrahim & Chen, "Power prior distributions for regression models", Statistical Science 15
/// (2000).
public struct DrainPrior: Equatable, Sendable {
  /// How many drains with tasks it was made from.
  public private(set) var drains = 0
  /// ln of the likelihood of each law of the grid, summed over the drains.
  private var likelihoods: [Double] = []
  /// The tasks they began with.
  private var tasks = 0.0
  /// How long tasks took.
  private(set) var durations: DurationSurvival?

  /// The power of the earlier likelihood.
  private static let part = 0.5
  /// The most tasks it may be worth.
  private static let limit = 100.0

  /// A prior that knows nothing yet.
  public init() {}

  /// Takes an earlier drain into account, as it was seen last.
  public mutating func learn(_ drain: DrainObservations) {
    learn(drain.counts)
    learn(drain.durations, ages: drain.ages)
  }

  /// Takes the counts of an earlier drain into account, from its last arrival on.
  package mutating func learn(_ counts: [DrainObservations.Count]) {
    if let lesson = DrainLesson(counts) { learn(lesson) }
  }

  /// Takes what an earlier drain has taught into account.
  package mutating func learn(_ lesson: DrainLesson) {
    if likelihoods.isEmpty {
      likelihoods = lesson.likelihoods
    } else {
      for law in likelihoods.indices { likelihoods[law] += lesson.likelihoods[law] }
    }
    tasks += Double(lesson.tasks)
    drains += 1
  }

  /// Takes into account how long tasks of another pod took, and the ages of those in flight.
  package mutating func learn(_ finished: [ShutdownStatus.DurationBucket], ages: [Double]) {
    guard !finished.isEmpty else { return }
    let cohort = DurationSurvival(finished, ages: ages)
    durations = durations.map { $0.merged(with: cohort) } ?? cohort
  }

  /// ln of the belief in each law, but for a constant; nil while no drain was learnt.
  var beliefs: [Double]? {
    guard tasks > 0 else { return nil }
    let part = min(DrainPrior.part, DrainPrior.limit / tasks)
    return likelihoods.map { $0 * part }
  }
}
