/// What counts alone say about how long the tasks of a drain still take: a belief over the
/// ``SurvivalLaws``.
///
/// Given a law S the tasks end independently, N(t₂) ~ Binomial(N(t₁), S(t₂)/S(t₁)), and Bayes' rule
/// weighs the laws by how likely they make the counts.
///
/// Source: after the arrivals of an M/G/∞ queue stop, the residuals of its n tasks are independent
/// and have the equilibrium law (Goldberg & Whitt, "The last departure time from an M_t/G/∞ queue
/// with a terminating arrival process", Queueing Systems 58, 2008).
package struct SurvivalGrid: Sendable {
  /// Which laws are believed, how much, and their S at the newest count.
  private let believed: [(law: Int, weight: Double, now: Double)]
  /// Seconds from the last arrival to the newest count.
  private let elapsed: Double
  /// In flight at the newest count.
  private let inFlight: Int

  /// A law with less belief than this part of the best one's, as ln, is left out.
  private static let negligible = (1e-4).logarithm

  /// The belief after one drain.
  ///
  /// - Parameter prior: ln of what earlier drains make of each law, but for a constant.
  init(_ lesson: DrainLesson, prior: [Double]? = nil) {
    elapsed = lesson.elapsed
    inFlight = lesson.inFlight
    var beliefs = lesson.likelihoods
    for law in beliefs.indices {
      beliefs[law] += SurvivalLaws.logPrior[law] + (prior?[law] ?? 0)
    }
    let least = (beliefs.max() ?? 0) + SurvivalGrid.negligible
    let now = SurvivalLaws.survivals(after: elapsed)
    var believed: [(law: Int, weight: Double, now: Double)] = []
    for law in beliefs.indices where beliefs[law] > least {
      believed.append((law, (beliefs[law] - least).exponential, now[law]))
    }
    let sum = believed.reduce(0) { $0 + $1.weight }
    for index in believed.indices { believed[index].weight /= sum }
    self.believed = believed
  }

  /// The chance that every task has ended so many seconds after the newest count:
  /// Σ w·(1 − S(t + τ)/S(t))ⁿ.
  func probabilityEmpty(after seconds: Double) -> Double {
    let then = SurvivalLaws.survivals(after: elapsed + seconds)
    return believed.reduce(0) { sum, belief in
      sum + belief.weight * (1 - then[belief.law] / belief.now).raised(to: inFlight)
    }
  }

  /// The mean and the standard deviation of how many tasks are left by then: that of the binomial
  /// under each law, and that of the laws' means.
  func left(after seconds: Double) -> (mean: Double, deviation: Double) {
    let then = SurvivalLaws.survivals(after: elapsed + seconds)
    let n = Double(inFlight)
    var (mean, squares, within) = (0.0, 0.0, 0.0)
    for belief in believed {
      let part = min(then[belief.law] / belief.now, 1)
      mean += belief.weight * n * part
      squares += belief.weight * n * part * n * part
      within += belief.weight * n * part * (1 - part)
    }
    return (mean, max(within + squares - mean * mean, 0).squareRoot())
  }

  /// How many tasks are expected to be left by then: n·Σ w·S(t + τ)/S(t).
  func expectedLeft(after seconds: Double) -> Double {
    let then = SurvivalLaws.survivals(after: elapsed + seconds)
    let part = believed.reduce(0) { $0 + $1.weight * then[$1.law] / $1.now }
    return Double(inFlight) * part
  }
}
