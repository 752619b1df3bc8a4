import PodStatus

/// How long the pod's own tasks take, from those that finished and the ages of those that have not.
///
/// The tasks of a process are a cohort: each was seen from its start, and a task in flight is one
/// whose end is hidden at its age. Of those that reach a bucket of the histogram a part q outlives
/// it; S is the product of the q before. Source: Kaplan & Meier, "Nonparametric estimation from
/// incomplete observations", J. Am. Stat. Assoc. 53 (1958), grouped. Within a bucket S is a power of
/// t, in the first one an exponential.
///
/// Each q is a posterior mean with a Beta prior worth one task, which goes on as in the bucket before:
/// so an empty bucket and the time beyond the last one have a law too, and the tail is as heavy as
/// what is known of it.
struct DurationSurvival: Equatable, Sendable {
  /// Upper bounds of the buckets in seconds.
  private(set) var bounds: [Double]
  /// How many tasks reached each bucket, the last being the time beyond all bounds.
  private(set) var reached: [Double]
  /// How many of those outlived it; one in flight within it counts for the part it has behind it.
  private(set) var outlived: [Double]
  /// −ln S at the lower bound of each bucket.
  private var hazards: [Double] = []
  /// The exponent of the power within each bucket; of the first, −ln S at its upper bound.
  private var exponents: [Double] = []
  /// The relative variance of each exponent.
  private var doubts: [Double] = []

  /// The exponent that is believed before anything is seen: of all tasks that reached an age half
  /// reach twice the age.
  private static let firstExponent = 1.0
  /// The exponents that a bucket may hand on to the next.
  private static let handedOn = 0.5...20.0
  /// How many tasks the belief is worth in each bucket.
  private static let beliefWeight = 1.0
  /// The part of a task of another pod that counts here; see ``DrainPrior``.
  private static let priorPart = 0.5
  /// The most tasks of other pods that count in one bucket.
  private static let priorLimit = 200.0
  /// The time beyond the last bound counts as a bucket up to this multiple of it.
  private static let beyond = 4.0

  /// The survival of one pod's tasks, with what is known of its like.
  init(
    _ durations: [ShutdownStatus.DurationBucket], ages: [Double], prior: DurationSurvival? = nil
  ) {
    bounds = durations.map(\.upperBoundSeconds)
    let last = max(bounds.last ?? 0, 1)
    bounds.append(last * DurationSurvival.beyond)
    reached = Array(repeating: 0, count: bounds.count)
    outlived = reached
    var above = 0.0
    for index in durations.indices.reversed() {
      outlived[index] = above
      above += Double(durations[index].count)
      reached[index] = above
    }
    for age in ages { addInFlight(age) }
    fit(prior)
  }

  /// Counts a task that has reached an age and goes on.
  private mutating func addInFlight(_ age: Double) {
    for index in bounds.indices {
      let lower = index == 0 ? 0 : bounds[index - 1]
      guard age > lower else { return }
      let part =
        age >= bounds[index]
        ? 1
        : index == 0
          ? age / bounds[0] : (age / lower).logarithm / (bounds[index] / lower).logarithm
      // Beyond the bucket it is at risk no more: it counts as a part of one task.
      reached[index] += part
      outlived[index] += part
    }
  }

  private mutating func fit(_ prior: DurationSurvival?) {
    var hazard = 0.0
    var before = DurationSurvival.firstExponent
    hazards = []
    exponents = []
    doubts = []
    for index in bounds.indices {
      let width = index == 0 ? 1 : (bounds[index] / bounds[index - 1]).logarithm
      let weight = DurationSurvival.beliefWeight
      var (reached, outlived) = (reached[index], outlived[index])
      if let prior, prior.bounds == bounds {
        let part = min(
          DurationSurvival.priorPart, DurationSurvival.priorLimit / max(prior.reached[index], 1))
        reached += part * prior.reached[index]
        outlived += part * prior.outlived[index]
      }
      let tail = index == 0 ? 0.5 : (-before * width).exponential
      let part = max((outlived + weight * tail) / (reached + weight), 1e-300)
      let lost = -part.logarithm
      hazards.append(hazard)
      exponents.append(lost / width)
      // A rate known from so many ends has one part in that many as its relative variance.
      doubts.append(1 / max(reached - outlived + weight * (1 - tail), 0.5))
      if index > 0 {
        let handedOn = DurationSurvival.handedOn
        before = min(max(lost / width, handedOn.lowerBound), handedOn.upperBound)
      }
      hazard += lost
    }
  }

  /// −ln S(t).
  func hazard(_ seconds: Double) -> Double {
    guard seconds > bounds[0] else { return hazards[0] + exponents[0] * seconds / bounds[0] }
    var (index, end) = (1, bounds.count - 1)
    while index < end {
      let middle = (index + end) / 2
      if seconds <= bounds[middle] { end = middle } else { index = middle + 1 }
    }
    return hazards[index] + exponents[index] * (seconds / bounds[index - 1]).logarithm
  }

  /// The relative variance of what the law says of tasks of these ages over so many seconds.
  ///
  /// Each bucket's exponent is off for all tasks alike: Σ (h·h·variance) / (Σ h)², h being the
  /// −ln S that the tasks together pass in the bucket.
  func doubt(ages: [Double], after seconds: Double) -> Double {
    var (sum, squares) = (0.0, 0.0)
    for index in bounds.indices {
      let lower = index == 0 ? 0 : bounds[index - 1]
      let upper = index == bounds.count - 1 ? .infinity : bounds[index]
      var passed = 0.0
      for age in ages where age < upper && age + seconds > lower {
        passed += hazard(min(age + seconds, upper)) - hazard(max(age, lower))
      }
      sum += passed
      squares += passed * passed * doubts[index]
    }
    return sum > 0 ? min(squares / (sum * sum), 1) : 1
  }

  /// The same cohort and another one's with it, if they have the same buckets.
  func merged(with other: DurationSurvival) -> DurationSurvival {
    guard bounds == other.bounds else { return other }
    var sum = self
    for index in bounds.indices {
      sum.reached[index] += other.reached[index]
      sum.outlived[index] += other.outlived[index]
    }
    return sum
  }
}
