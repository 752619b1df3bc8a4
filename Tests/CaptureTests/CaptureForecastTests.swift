import ShutdownModel
import Testing

/// Forecasts over thirty real drains under a heavy-tailed load, 19 of which ended in SIGKILL.
@Suite struct CaptureForecastTests {
  /// What is known to the forecaster.
  private enum Known: CaseIterable {
    case counts
    case countsAndEarlierDrains
    case ages
    case agesAndEarlierDrains
  }

  /// One pod's forecasts: the newest chance at 20, 40 and 60 % of the grace, and its alarm.
  private struct Course {
    var chances: [Double?] = [nil, nil, nil]
    private var lowSince: Double?
    private(set) var isAlarmRaised = false
    private(set) var isAlarmHeld = false

    mutating func see(_ chance: Double, at part: Double, seconds: Double) {
      for (index, mark) in CaptureForecastTests.marks.enumerated() where part <= mark {
        chances[index] = chance
      }
      guard part <= 0.6 else { return }
      lowSince = chance < 0.5 ? lowSince ?? seconds : nil
      isAlarmHeld = lowSince.map { seconds - $0 >= 2 } ?? false
      if isAlarmHeld { isAlarmRaised = true }
    }
  }

  private static let marks = [0.2, 0.4, 0.6]

  @Test func `ages tell better than counts, and both better than the rate of the kills`() throws {
    let capture = try Capture("21-heavy")
    let courses = CaptureForecastTests.courses(of: capture)
    let killed = Set(
      capture.truth.filter { $0.value.containers.values.contains { $0.sigkilled } }.keys)
    let rate = Double(killed.count) / Double(capture.truth.count)
    var brier: [Known: [Double]] = [:]
    for (known, pods) in courses {
      #expect(pods.count == 30)
      brier[known] = CaptureForecastTests.marks.indices.map { index in
        pods.reduce(0) { sum, pod in
          let error = (pod.value.chances[index] ?? 0.5) - (killed.contains(pod.key) ? 0 : 1)
          return sum + error * error / Double(pods.count)
        }
      }
      let alarms = pods.filter(\.value.isAlarmRaised).keys
      let held = pods.filter(\.value.isAlarmHeld).keys
      print(known, brier[known]!, "raised \(alarms.filter(killed.contains).count)/\(killed.count), \(alarms.filter { !killed.contains($0) }.count)/\(30 - killed.count)",  "held \(held.filter(killed.contains).count), \(held.filter { !killed.contains($0) }.count)")
    }
    print("base", rate * (1 - rate))
  }

  private static func courses(of capture: Capture) -> [Known: [String: Course]] {
    var courses: [Known: [String: Course]] = [:]
    var state = State(scope: capture.scope)
    for event in capture.events {
      _ = state.apply(event)
      guard case .status(let answer) = event.observation, case .uid(let uid) = answer.pod,
        let pod = state.pod(uid), pod.isShuttingDown, let shutdown = pod.shutdown,
        let asked = shutdown.asked, let drain = pod.drainObservations, !drain.counts.isEmpty
      else { continue }
      let bare = DrainObservations(
        counts: drain.counts, killAt: drain.killAt, ownLimitAt: drain.ownLimitAt,
        arrivalsEndAt: drain.arrivalsEndAt)
      let prior = state.drainPrior(for: pod)
      let seconds = (state.now - asked).seconds
      for known in Known.allCases {
        let forecast =
          switch known {
          case .counts: bare.forecast()
          case .countsAndEarlierDrains: bare.forecast(prior: prior)
          case .ages: pod.forecast(at: state.now)
          case .agesAndEarlierDrains: pod.forecast(at: state.now, prior: prior)
          }
        guard let forecast else { continue }
        courses[known, default: [:]][uid, default: Course()].see(
          forecast.probabilityDone, at: seconds / Double(shutdown.graceSeconds ?? 20),
          seconds: seconds)
      }
    }
    return courses
  }
}
