import Time

/// How the tasks in flight will end, in two ways of knowing it.
package enum DrainOutlook: Sendable {
  /// All tasks are alike, and a belief over laws says how they end.
  case alike(SurvivalGrid)
  /// Each task has an age of its own.
  case aged(AgedTasks)

  /// The chance that every task has ended so many seconds after the newest count.
  func probabilityEmpty(after seconds: Double) -> Double {
    switch self {
    case .alike(let grid): grid.probabilityEmpty(after: seconds)
    case .aged(let tasks): tasks.probabilityEmpty(after: seconds)
    }
  }

  /// How many tasks are expected to be left by then.
  func expectedLeft(after seconds: Double) -> Double {
    switch self {
    case .alike(let grid): grid.expectedLeft(after: seconds)
    case .aged(let tasks): tasks.expectedLeft(after: seconds)
    }
  }

  /// How many tasks will be left by then: the mean and the standard deviation.
  package func left(after seconds: Double) -> (mean: Double, deviation: Double) {
    switch self {
    case .alike(let grid): grid.left(after: seconds)
    case .aged(let tasks): tasks.left(after: seconds)
    }
  }

  /// The first moment, in seconds, at which it is empty with that chance; nil beyond the reach.
  ///
  /// The chance does not fall with time: an interval is halved down to one part in fifty.
  func emptyIn(chance: Double) -> Double? {
    var (low, high) = (0.01, Forecast.reach.seconds)
    guard probabilityEmpty(after: high) >= chance else { return nil }
    while high / low > 1.02 {
      let middle = (low * high).squareRoot()
      if probabilityEmpty(after: middle) >= chance { high = middle } else { low = middle }
    }
    return high
  }
}
