/// How good a forecaster's chances were: how often each was said, and what came of it.
struct ForecastScore {
  private var squares = 0.0
  private(set) var count = 0
  private(set) var done = 0
  /// Ten classes of chances: how many, their sum, and how many came true.
  private var classes = Array(repeating: (count: 0, sum: 0.0, done: 0), count: 10)

  mutating func add(_ chance: Double, isDone: Bool) {
    squares += (chance - (isDone ? 1 : 0)) * (chance - (isDone ? 1 : 0))
    count += 1
    done += isDone ? 1 : 0
    let index = min(Int(chance * 10), 9)
    classes[index].count += 1
    classes[index].sum += chance
    classes[index].done += isDone ? 1 : 0
  }

  static func + (left: ForecastScore, right: ForecastScore) -> ForecastScore {
    var sum = left
    sum.squares += right.squares
    sum.count += right.count
    sum.done += right.done
    for index in sum.classes.indices {
      sum.classes[index].count += right.classes[index].count
      sum.classes[index].sum += right.classes[index].sum
      sum.classes[index].done += right.classes[index].done
    }
    return sum
  }

  /// The mean square of chance less outcome (Brier 1950): 0 is perfect.
  var brier: Double { squares / Double(max(count, 1)) }
  var rate: Double { Double(done) / Double(max(count, 1)) }
  /// The Brier score of one who knows only the rate and always says it.
  var base: Double { rate * (1 - rate) }

  /// For each class: how many chances, their mean, and the part that came true.
  var calibration: [(count: Int, said: Double, came: Double)] {
    classes.filter { $0.count > 0 }.map {
      ($0.count, $0.sum / Double($0.count), Double($0.done) / Double($0.count))
    }
  }
}

/// Alarms among the pods that were killed and those that were not.
struct AlarmScore {
  private(set) var killed = 0
  private(set) var caught = 0
  private(set) var fine = 0
  private(set) var falseAlarms = 0

  mutating func add(isAlarm: Bool, isDone: Bool) {
    if isDone {
      fine += 1
      falseAlarms += isAlarm ? 1 : 0
    } else {
      killed += 1
      caught += isAlarm ? 1 : 0
    }
  }

  static func + (left: AlarmScore, right: AlarmScore) -> AlarmScore {
    var sum = left
    sum.killed += right.killed
    sum.caught += right.caught
    sum.fine += right.fine
    sum.falseAlarms += right.falseAlarms
    return sum
  }

  var recall: Double? { killed > 0 ? Double(caught) / Double(killed) : nil }
  var falsePart: Double? { fine > 0 ? Double(falseAlarms) / Double(fine) : nil }
}

/// An alarm: a chance below a limit, one half for a warning, that is held for two seconds.
struct AlarmClock {
  private let limit: Double
  private var lowSince: Double?
  private(set) var raisedAt: Double?
  /// It holds now.
  private(set) var isHeld = false

  init(limit: Double = 0.5) {
    self.limit = limit
  }

  mutating func see(_ chance: Double, at seconds: Double) {
    lowSince = chance < limit ? lowSince ?? seconds : nil
    isHeld = lowSince.map { seconds - $0 >= 2 } ?? false
    if isHeld, raisedAt == nil { raisedAt = seconds }
  }
}
