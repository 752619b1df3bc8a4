/// Tasks in flight of known ages, and the law of how long the pod's tasks take.
package struct AgedTasks: Sendable {
  private let law: DurationSurvival
  /// Ages in seconds, oldest first.
  private let ages: [Double]
  /// −ln S at each age.
  private let hazards: [Double]
  /// How many more there are; they are younger than the youngest, and taken to be as old.
  private let more: Int
  /// The relative variance of what the law says up to the horizon.
  private let doubt: Double

  /// Makes the tasks of a drain.
  ///
  /// - Parameter horizon: seconds for which the law's doubt is reckoned.
  init(_ law: DurationSurvival, ages: [Double], more: Int, horizon: Double) {
    self.law = law
    self.ages = ages
    self.more = max(more, 0)
    hazards = ages.map(law.hazard)
    doubt = law.doubt(ages: ages, after: horizon)
  }

  /// The chance that every task has ended so many seconds from now: the mean of
  /// Π (1 − (S(age + τ)/S(age))^g) over what the law may be off by, g.
  ///
  /// Given the law the tasks end independently, but the law is off for all of them alike. g is
  /// lognormal with the law's relative variance and median 1, so that the mean of one task's chance
  /// stays near S(age + τ)/S(age), which is a mean already; three points of Gauss and Hermite.
  func probabilityEmpty(after seconds: Double) -> Double {
    let passed = zip(ages, hazards).map { law.hazard($0 + seconds) - $1 }
    return average { factor in
      var product = 1.0
      for part in passed { product *= 1 - (-factor * part).exponential }
      guard more > 0, let last = passed.last else { return product }
      return product * (1 - (-factor * last).exponential).raised(to: more)
    }
  }

  /// How many tasks are expected to be left by then: the mean of Σ (S(age + τ)/S(age))^g.
  func expectedLeft(after seconds: Double) -> Double {
    let passed = zip(ages, hazards).map { law.hazard($0 + seconds) - $1 }
    return average { factor in
      let left = passed.reduce(0) { $0 + (-factor * $1).exponential }
      return left + Double(more) * (passed.last.map { (-factor * $0).exponential } ?? 0)
    }
  }

  /// The mean and the standard deviation of how many tasks are left by then.
  func left(after seconds: Double) -> (mean: Double, deviation: Double) {
    let passed = zip(ages, hazards).map { law.hazard($0 + seconds) - $1 }
    func moments(_ factor: Double) -> (mean: Double, variance: Double) {
      var (mean, variance) = (0.0, 0.0)
      for (index, part) in passed.enumerated() {
        let left = (-factor * part).exponential
        let weight = index == passed.count - 1 ? Double(1 + more) : 1
        mean += weight * left
        variance += weight * left * (1 - left)
      }
      return (mean, variance)
    }
    let mean = average { moments($0).mean }
    let squares = average { moments($0).mean * moments($0).mean }
    let within = average { moments($0).variance }
    return (mean, max(within + squares - mean * mean, 0).squareRoot())
  }

  private func average(_ value: (Double) -> Double) -> Double {
    let high = (3 * (1 + doubt).logarithm).squareRoot().exponential
    return (value(1 / high) + 4 * value(1) + value(high)) / 6
  }
}
