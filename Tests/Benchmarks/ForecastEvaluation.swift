import DrainForecast
import ShutdownModel

/// Simulated drains, forecast as they go, and what became of them.
struct ForecastEvaluation {
  enum Forecaster: String, CaseIterable {
    case slope
    case counts
    /// Counts, with ``earlierDrains`` as a prior.
    case learntCounts = "counts+"
    case ages
    /// Ages, with ``earlierDrains`` as a prior.
    case learntAges = "ages+"
    /// Knows the law and the ages: what nobody can beat.
    case truth
  }

  /// One law and one number of tasks.
  struct Cell {
    var law: ServiceLaw
    var inFlight: Int
    var done = 0
    /// By forecaster and part of the grace.
    var scores: [Forecaster: [ForecastScore]] = [:]
    /// Of the drains that were not empty then: what is still hard.
    var hardScores: [Forecaster: [ForecastScore]] = [:]
    /// An alarm was raised before 60 % of the grace.
    var raised: [Forecaster: AlarmScore] = [:]
    /// It was critical before 60 % of the grace.
    var critical: [Forecaster: AlarmScore] = [:]
    /// It held at 60 % of the grace.
    var held: [Forecaster: AlarmScore] = [:]
  }

  static let parts = [0.2, 0.4, 0.6]
  /// How many drains of the same pods came before, where they are learnt from.
  static let earlierDrains = 5
  private(set) var cells: [Cell] = []
  let drains: Int

  init(drains: Int, seed: UInt64 = 1) {
    self.drains = drains
    for (number, law) in ServiceLaw.allCases.enumerated() {
      for inFlight in [3, 10, 40] {
        var chance = Chance(seed: seed &* 1_000_003 &+ UInt64(number * 100 + inFlight))
        var cell = Cell(law: law, inFlight: inFlight)
        for forecaster in Forecaster.allCases {
          cell.scores[forecaster] = ForecastEvaluation.parts.map { _ in ForecastScore() }
          cell.hardScores[forecaster] = ForecastEvaluation.parts.map { _ in ForecastScore() }
          cell.raised[forecaster] = AlarmScore()
          cell.held[forecaster] = AlarmScore()
          cell.critical[forecaster] = AlarmScore()
        }
        for _ in 0..<drains {
          var prior = DrainPrior()
          for _ in 0..<ForecastEvaluation.earlierDrains {
            let earlier = SimulatedDrain(law, inFlight: inFlight, &chance)
            prior.learn(earlier.observations(until: SimulatedDrain.grace, ages: true))
          }
          let drain = SimulatedDrain(law, inFlight: inFlight, &chance)
          ForecastEvaluation.judge(drain, prior, &cell)
        }
        cells.append(cell)
      }
    }
  }

  private static func judge(_ drain: SimulatedDrain, _ prior: DrainPrior, _ cell: inout Cell) {
    let isDone = drain.isDone
    cell.done += isDone ? 1 : 0
    let polls = Int(0.6 * SimulatedDrain.grace / SimulatedDrain.pollEvery)
    for forecaster in Forecaster.allCases {
      var alarm = AlarmClock()
      var critical = AlarmClock(limit: Thresholds().forecastCritical)
      for poll in 1...polls {
        let time = Double(poll) * SimulatedDrain.pollEvery
        let isEmpty = drain.left(at: time) == 0
        let chance = isEmpty ? 1 : forecaster.chance(drain, prior, at: time)
        alarm.see(chance, at: time)
        critical.see(chance, at: time)
        for (index, part) in parts.enumerated() where part * SimulatedDrain.grace == time {
          cell.scores[forecaster]?[index].add(chance, isDone: isDone)
          if !isEmpty { cell.hardScores[forecaster]?[index].add(chance, isDone: isDone) }
        }
      }
      cell.raised[forecaster]?.add(isAlarm: alarm.raisedAt != nil, isDone: isDone)
      cell.held[forecaster]?.add(isAlarm: alarm.isHeld, isDone: isDone)
      cell.critical[forecaster]?.add(isAlarm: critical.raisedAt != nil, isDone: isDone)
    }
  }
}

extension ForecastEvaluation.Forecaster {
  func chance(_ drain: SimulatedDrain, _ prior: DrainPrior, at seconds: Double) -> Double {
    let isAged = self == .ages || self == .learntAges
    let isLearnt = self == .learntCounts || self == .learntAges
    switch self {
    case .slope: return drain.slope(at: seconds)
    case .counts, .learntCounts, .ages, .learntAges:
      let observations = drain.observations(until: seconds, ages: isAged)
      return observations.forecast(prior: isLearnt ? prior : nil)?.probabilityDone ?? 0.5
    case .truth: return drain.truth(at: seconds)
    }
  }
}
