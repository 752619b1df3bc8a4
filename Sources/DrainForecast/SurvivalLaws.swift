/// The grid of laws that a drain may follow: S(t), the chance that a task in flight at the last
/// arrival is still there t seconds later.
///
/// - Powers, (1 + t/c)^(−a): for large a the exponential, for small a a heavy tail. It is what is
///   left of a Pareto service, and a gamma mixture of exponentials (Lomax, J. Am. Stat. Assoc. 49,
///   1954).
/// - Bounded, 1 − t/D: what is left of tasks that all take D.
/// - Mixed, (1 − q)·e^(−t/c) + q·e^(−t/C): many short tasks and some long ones, or stuck ones.
///   Mixtures of exponentials come as near as one likes to every law whose hazard falls (Feldmann &
///   Whitt, "Fitting mixtures of exponentials to long-tail distributions", Performance Evaluation
///   31, 1998).
///
/// All at once, since neighbours share their logarithms and exponentials.
enum SurvivalLaws {
  /// c of the powers, in seconds.
  private static let scales = powers(from: 0.25, to: 512, count: 17)
  /// a of the powers: each twice the one before, so that one squaring leads to the next.
  private static let exponents = powers(from: 0.25, to: 64, count: 9)
  /// D in seconds.
  private static let bounds = powers(from: 0.5, to: 512, count: 21)
  /// c of the mixed ones, in seconds.
  private static let shorts = powers(from: 0.25, to: 32, count: 8)
  /// C as a multiple of c; the last never ends.
  private static let ratios = [4.0, 16, .infinity]
  /// q.
  private static let parts = [0.025, 0.05, 0.1, 0.2, 0.4, 0.7]

  private static let powerCount = scales.count * exponents.count
  private static let mixedCount = shorts.count * ratios.count * parts.count
  static let count = powerCount + bounds.count + mixedCount

  /// ln of how much each is believed before anything is seen: the powers and the mixed ones alike,
  /// the bounded ones half as much, since few services are such, and within a family all alike.
  static let logPrior: [Double] =
    Array(repeating: (0.4 / Double(powerCount)).logarithm, count: powerCount)
    + Array(repeating: (0.2 / Double(bounds.count)).logarithm, count: bounds.count)
    + Array(repeating: (0.4 / Double(mixedCount)).logarithm, count: mixedCount)

  /// What has sunk below it is as good as nothing, and still something to divide by.
  private static let floor = 1e-300

  /// S of every law after so many seconds.
  static func survivals(after seconds: Double) -> [Double] {
    Array(unsafeUninitializedCapacity: count) { all, filled in
      fillPowers(all, seconds)
      var law = powerCount
      for bound in bounds {
        all[law] = 1 - seconds / bound
        law += 1
      }
      for short in shorts {
        let ended = (-seconds / short).exponential
        for ratio in ratios {
          let long = ratio.isFinite ? (-seconds / (short * ratio)).exponential : 1
          for part in parts {
            all[law] = ended + part * (long - ended)
            law += 1
          }
        }
      }
      for law in 0..<count { all[law] = max(all[law], floor) }
      filled = count
    }
  }

  /// A row for each exponent, so that the squares of a row become one vector.
  private static func fillPowers(_ all: UnsafeMutableBufferPointer<Double>, _ seconds: Double) {
    let row = scales.count
    for (law, scale) in scales.enumerated() {
      all[law] = (-exponents[0] * (1 + seconds / scale).logarithm).exponential
    }
    for law in row..<powerCount { all[law] = all[law - row] * all[law - row] }
  }

  /// Numbers from the first to the last, each the same multiple of the one before.
  private static func powers(from first: Double, to last: Double, count: Int) -> [Double] {
    let step = (last / first).logarithm / Double(count - 1)
    return (0..<count).map { first * (step * Double($0)).exponential }
  }
}
