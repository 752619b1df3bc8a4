import DrainForecast
import RunReports
import ShutdownDiagnosis
import ShutdownModel
import Time
import Views

/// How fast the pure parts are; `make bench` runs it in release.
///
/// `Benchmarks reducer`, `seek`, `frame`, `tasks`, `check` and `log [MEGABYTES]` run one of them, for a profiler.
/// `Benchmarks forecast [DRAINS [SEED]]` also says how good the forecasts are, on so many simulated
/// drains of each kind.
/// `Benchmarks text PERCENT MEGABYTES` writes the log of the benchmark, in which so many lines in a
/// hundred speak of a shutdown, for others to be measured with.
@main struct Benchmarks {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let chosen = arguments.first
    if chosen == "text" {
      let numbers = arguments.dropFirst().compactMap { Int($0) }
      return write(drainPercent: numbers.first ?? 1, megabytes: numbers.dropFirst().first ?? 100)
    }
    if chosen == nil || chosen == "reducer" { print(reducer(pods: 50, count: 300_000).text) }
    if chosen == nil || chosen == "seek" { print(seek(pods: 50, hours: 1, count: 200).text) }
    if chosen == nil || chosen == "frame" {
      print(frame(pods: 50, count: 200).text)
      print(frame(pods: 10_000, count: 20).text)
    }
    if chosen == nil || chosen == "tasks" {
      for threads in [1, 2, 8] {
        print(await TaskOverhead.measurement(threads: threads, tasksEach: 1_000_000).text)
      }
    }
    if chosen == nil || chosen == "forecast" {
      let numbers = arguments.dropFirst().compactMap { UInt64($0) }
      for isAged in [false, true] { print(forecast(ages: isAged).text) }
      print(priorOfDrains(count: 20).text)
      let evaluation = ForecastEvaluation(
        drains: numbers.first.map { Int(clamping: max($0, 1)) } ?? 100,
        seed: numbers.dropFirst().first ?? 1)
      print(evaluation.table, evaluation.alarmTable, evaluation.calibrationTable, separator: "\n\n")
    }
    if chosen == nil || chosen == "check" {
      print(CheckSpeed.megabyte.text)
      print(CheckSpeed.slope.text)
    }
    if chosen == nil || chosen == "log" {
      let megabytes = arguments.dropFirst().first.flatMap { Int($0) } ?? 50
      for drainPercent in [1, 33] {
        let speed = LogSpeed(drainPercent: drainPercent, megabytes: megabytes)
        print(speed.sieve.text)
        print(speed.whole.text)
      }
    }
  }

  private static func write(drainPercent: Int, megabytes: Int) {
    var log = SyntheticLog(drainPercent: drainPercent)
    for _ in 0..<max(megabytes, 0) {
      print(String(decoding: log.text(bytes: 1_000_000), as: UTF8.self), terminator: "")
    }
  }

  /// Events a second through the reducer, in the mix of a rolling update.
  ///
  /// 10,000 pods polled twice a second, each with as many log lines, make 40,000.
  static func reducer(pods: Int, count: Int) -> Measurement {
    let events = RollingUpdate(pods: pods, count: count).events
    return Measurement(
      "reducer, rolling update of \(pods) pods, \(events.count) events", unit: "events/s",
      target: (400_000, isLeast: true)
    ) {
      var state = State(
        scope: .workloads([RollingUpdate.deployment]), diagnosing: DiagnosisRules(),
        goal: Goal(until: .drained))
      var outputs = 0
      let time = ContinuousClock().measure {
        for event in events { outputs += state.apply(event).count }
      }
      // Without output nothing was measured.
      precondition(outputs > pods && state.run.summary == nil)
      return Double(events.count) / time.seconds
    }
  }

  /// Milliseconds for the slowest of many leaps to anywhere in a long session.
  static func seek(pods: Int, hours: Double, count: Int) -> Measurement {
    var state = State(scope: .workloads([RollingUpdate.deployment]), diagnosing: DiagnosisRules())
    var history = History(initial: state, limit: .max / 8)
    for event in RollingUpdate(pods: pods, hours: hours).events {
      let outputs = state.apply(event)
      history.append(event, outputs, state: state)
    }
    let start = history.range.lowerBound
    let length = (history.range.upperBound - start).seconds
    return Measurement(
      "slowest of \(count) seeks in \(Int(length)) s of \(pods) pods", unit: "ms",
      target: (50, isLeast: false)
    ) {
      var playback = Playback(position: start, isPlaying: false)
      var slowest = 0.0
      for number in 0..<count {
        // The golden ratio leaps everywhere, never twice to one place.
        let part = (Double(number) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
        let time = ContinuousClock().measure {
          playback.seek(to: start + .seconds(part * length), in: history)
          precondition(playback.state(in: history).now >= start)
        }
        slowest = max(slowest, time.seconds * 1000)
      }
      return slowest
    }
  }

  /// Milliseconds for one frame of the overview.
  static func frame(pods: Int, count: Int) -> Measurement {
    var state = State(scope: .workloads([RollingUpdate.deployment]), diagnosing: DiagnosisRules())
    for event in RollingUpdate(pods: pods, count: pods * 30).events { _ = state.apply(event) }
    let context = ScreenContext(glyphs: .unicode, keymap: Keymap([:]))
    let size = Frame.Size(rows: 60, columns: 200)
    return Measurement(
      "frame of 200x60, \(state.pods.count) pods", unit: "ms", target: (2, isLeast: false)
    ) {
      var frames: Frame?
      let time = ContinuousClock().measure {
        for _ in 0..<count {
          frames = Views.frame(of: state, ScreenState(), context, size: size)
        }
      }
      precondition(frames?.size == size)
      return time.seconds * 1000 / Double(count)
    }
  }

  /// Microseconds for one forecast, six seconds into a drain.
  static func forecast(ages: Bool) -> Measurement {
    var chance = Chance(seed: 7)
    let drains = [3, 10, 40].flatMap { inFlight in
      (0..<20).map { _ in
        SimulatedDrain(.lognormal, inFlight: inFlight, &chance).observations(until: 6, ages: ages)
      }
    }.filter { $0.inFlight != 0 }
    return Measurement(
      "forecast from \(ages ? "ages and durations" : "counts alone")", unit: "µs",
      target: (200, isLeast: false)
    ) {
      var sum = 0.0
      let time = ContinuousClock().measure {
        for drain in drains { sum += drain.forecast()?.probabilityDone ?? 0 }
      }
      precondition(sum > 0)
      return time.seconds * 1_000_000 / Double(drains.count)
    }
  }

  /// Microseconds to learn from earlier drains.
  static func priorOfDrains(count: Int) -> Measurement {
    var chance = Chance(seed: 8)
    let drains = (0..<count).map { _ in
      SimulatedDrain(.lognormal, inFlight: 10, &chance).observations(until: 30, ages: true)
    }
    return Measurement(
      "prior of \(count) earlier drains", unit: "µs", target: (2000, isLeast: false)
    ) {
      var prior = DrainPrior()
      let time = ContinuousClock().measure {
        for drain in drains { prior.learn(drain) }
      }
      precondition(prior.drains == count)
      return time.seconds * 1_000_000
    }
  }
}
