import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import DrainForecast
@testable import LogText

/// Forecasts over thirty real drains under a heavy-tailed load, 19 of which ended in SIGKILL.
@Suite struct CaptureForecastTests {
  /// What is known to the forecaster.
  fileprivate enum Known: CaseIterable {
    case counts
    case countsAndEarlierDrains
    case ages
    case agesAndEarlierDrains
  }

  /// One pod's forecasts: the newest chance at 20, 40 and 60 % of the grace, and its alarm.
  fileprivate struct Course {
    var chances: [Double?] = [nil, nil, nil]
    private var lowSince: Double?
    private(set) var isAlarmRaised = false
    private(set) var isAlarmHeld = false

    mutating func see(_ chance: Double, at part: Double, seconds: Double) {
      // The first is that of a pod that drained at once.
      if chances == [nil, nil, nil] { chances = [chance, chance, chance] }
      for (index, mark) in CaptureForecastTests.marks.enumerated() where part <= mark {
        chances[index] = chance
      }
      lowSince = chance < 0.5 ? lowSince ?? seconds : nil
      isAlarmHeld = lowSince.map { seconds - $0 >= 2 } ?? false
      if isAlarmHeld { isAlarmRaised = true }
    }
  }

  private static let marks = [0.2, 0.4, 0.6]

  @Test func `the more is known the better, and all of it is better than the rate alone`() throws {
    let capture = try Capture("21-heavy")
    let courses = CaptureForecastTests.courses(of: capture)
    let truth = capture.truth.filter(\.value.deleted)
    let killed = Set(truth.filter { $0.value.containers.values.contains(where: \.sigkilled) }.keys)
    #expect((truth.count, killed.count) == (30, 19))
    let rate = Double(killed.count) / Double(truth.count)
    let base = rate * (1 - rate)
    let brier = try CaptureForecastTests.marks.indices.map { index in
      try courses.mapValues { pods in
        try pods.reduce(0) { sum, pod in
          let error = try #require(pod.value.chances[index]) - (killed.contains(pod.key) ? 0 : 1)
          return sum + error * error / Double(truth.count)
        }
      }
    }
    for (index, scores) in brier.enumerated() {
      let comment: Comment = "\(CaptureForecastTests.marks[index]): \(scores), base \(base)"
      let counts = try #require(scores[.counts])
      let learnt = try #require(scores[.countsAndEarlierDrains])
      let ages = try #require(scores[.ages])
      let all = try #require(scores[.agesAndEarlierDrains])
      #expect(learnt < counts && ages < counts && all < ages, comment)
      #expect(learnt < base && ages < base, comment)
    }
    let pods = try #require(courses[.agesAndEarlierDrains])
    let alarms = Set(pods.filter(\.value.isAlarmRaised).keys)
    let held = Set(pods.filter(\.value.isAlarmHeld).keys)
    #expect(Double(alarms.intersection(killed).count) >= 0.9 * 19)
    // Most of those that raised it in vain took it back.
    #expect(alarms.subtracting(killed).count <= 6)
    #expect(held.subtracting(killed).count <= 1)
  }

  private static func courses(of capture: Capture) -> [Known: [String: Course]] {
    var courses: [Known: [String: Course]] = [:]
    var state = State(scope: capture.scope, diagnosing: DiagnosisRules(), servers: Capture.servers)
    for event in capture.events {
      _ = state.apply(event)
      guard case .status(let answer) = event.observation, case .uid(let uid) = answer.pod,
        let pod = state.pod(uid), pod.isShuttingDown, let shutdown = pod.shutdown,
        let asked = shutdown.asked, let drain = pod.drainObservations, !drain.counts.isEmpty
      else { continue }
      let bare = DrainObservations(
        counts: drain.counts, killAt: drain.killAt, ownLimitAt: drain.ownLimitAt,
        arrivalsEndAt: drain.arrivalsEndAt)
      let seconds = (state.now - asked).seconds
      let part = seconds / Double(shutdown.graceSeconds ?? 20)
      guard part <= 0.6 else { continue }
      let prior = state.drainPrior(for: pod)
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
          forecast.probabilityDone, at: part, seconds: seconds)
      }
    }
    return courses
  }
}
