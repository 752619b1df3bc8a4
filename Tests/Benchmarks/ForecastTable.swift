/// What `Benchmarks forecast` prints.
extension ForecastEvaluation {
  var table: String {
    var lines = [
      "\(drains) drains of each kind, grace \(Int(SimulatedDrain.grace)) s, a poll each "
        + "\(SimulatedDrain.pollEvery) s; Brier scores, + with \(ForecastEvaluation.earlierDrains) "
        + "earlier drains",
      "".left(43) + "of all drains".left(58) + "of those not empty yet",
      "law".left(34) + "n0  at   done" + Self.heading + "   left" + Self.heading,
    ]
    for cell in cells {
      for (index, part) in ForecastEvaluation.parts.enumerated() {
        var line = (index == 0 ? cell.law.rawValue : "").left(34)
        line += String(cell.inFlight).right(2) + (String(Int(part * 100)) + "%").right(4)
        line += (Double(cell.done) / Double(drains)).decimals(7)
        line += Self.scores(cell.scores, index)
        line += String(cell.hardScores[.truth]?[index].count ?? 0).right(7)
        line += Self.scores(cell.hardScores, index)
        lines.append(line)
      }
    }
    return (lines + meanLines).joined(separator: "\n")
  }

  /// The means over the laws with a heavy tail, and what of the mean of counts is gone with ages.
  private var meanLines: [String] {
    let heavy = cells.filter(\.law.isHeavy)
    return ForecastEvaluation.parts.enumerated().map { index, part in
      func mean(_ score: (Cell) -> Double?) -> Double {
        heavy.compactMap(score).reduce(0, +) / Double(max(heavy.count, 1))
      }
      let means = Forecaster.allCases.map { forecaster in
        mean { $0.scores[forecaster]?[index].brier }
      }
      return (index == 0 ? "heavy tails, mean" : "").left(36)
        + (String(Int(part * 100)) + "%").right(4) + "".left(7)
        + mean { $0.scores[.truth]?[index].base }.decimals(7)
        + means.map { $0.decimals(8) }.joined()
    }
  }

  private static var heading: String {
    "base".right(7) + Forecaster.allCases.map { $0.rawValue.right(8) }.joined()
  }

  private static func scores(_ scores: [Forecaster: [ForecastScore]], _ index: Int) -> String {
    guard let truth = scores[.truth]?[index], truth.count > 0 else {
      return String(repeating: "–".right(8), count: Forecaster.allCases.count + 1)
    }
    return truth.base.decimals(7)
      + Forecaster.allCases.map { (scores[$0]?[index].brier ?? 0).decimals(8) }.joined()
  }

  /// Where chances come near one half no forecaster that is right has few false alarms: of the drains
  /// whose chance falls through one half, half end well, since a true chance is a martingale. What can
  /// be had is in the column of the truth.
  var alarmTable: String {
    var lines = [
      "alarm: a chance below 0.5 held for 2 s; caught of the killed, false of the others",
      "law".left(34) + "n0" + "raised before 60 % of the grace".right(50)
        + "held at 60 % of the grace".right(50) + "critical before 60 % of the grace".right(50),
      "".left(36) + Self.alarmHeading + Self.alarmHeading + Self.alarmHeading,
    ]
    func line(_ name: String, _ inFlight: String, _ cells: [Cell]) -> String {
      var text = name.left(34) + inFlight.right(2)
      for scores in [\Cell.raised, \Cell.held, \Cell.critical] {
        for forecaster in Forecaster.allCases.dropFirst() {
          let sum = cells.compactMap { $0[keyPath: scores][forecaster] }
            .reduce(AlarmScore(), +)
          text += " " + sum.recall.percent + "/" + sum.falsePart.percent
        }
      }
      return text
    }
    for cell in cells { lines.append(line(cell.law.rawValue, String(cell.inFlight), [cell])) }
    lines.append(line("all with a heavy tail", "", cells.filter(\.law.isHeavy)))
    lines.append(line("all", "", cells))
    return lines.joined(separator: "\n")
  }

  private static var alarmHeading: String {
    Forecaster.allCases.dropFirst().map { $0.rawValue.right(10) }.joined()
  }

  var calibrationTable: String {
    [Forecaster.counts, .learntCounts, .ages, .learntAges].map { forecaster in
      let sum = cells.filter(\.law.isHeavy).compactMap { $0.hardScores[forecaster] }.joined()
        .reduce(ForecastScore(), +)
      return "calibration of \(forecaster.rawValue), heavy tails\n"
        + "  said  came  of\n"
        + sum.calibration.map { $0.said.decimals(6) + $0.came.decimals(6) + "  \($0.count)" }
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate func left(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
  fileprivate func right(_ width: Int) -> String {
    String(repeating: " ", count: max(width - count, 0)) + self
  }
}

extension Double {
  fileprivate func decimals(_ width: Int) -> String {
    let thousandths = Int((self * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
      .right(width)
  }
}

extension Double? {
  fileprivate var percent: String {
    (map { String(Int(($0 * 100).rounded())) } ?? "–").right(4)
  }
}
