import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// What holds whatever is seen.
// One after the other: they would take every core from the tests of real processes beside them.
@Suite(.serialized) struct LawTests {
  private static let scope = Scope.namespace(Story.namespace)

  private static func play(_ events: [Event], goal: Goal = Goal()) -> (State, [Output]) {
    var state = State(scope: scope, diagnosing: DiagnosisRules(), goal: goal)
    var outputs: [Output] = []
    for event in events { outputs += state.apply(event) }
    return (state, outputs)
  }

  /// Played to an end at which nothing is held or due any more.
  private static func afterAll(_ events: [Event]) -> [Event] {
    let last = events.last?.time ?? Story.start
    return events + [Event(time: last + .seconds(1000), .tick)]
  }

  @Test(arguments: 0..<200)
  func `a pod's phase never goes back, and each change is told`(seed: Int) {
    var phases: [String: Phase] = [:]
    for output in Self.play(RandomStory.events(seed: seed)).1 {
      guard case .phase(let pod, let from, let to) = output.change else { continue }
      #expect(from == phases[pod.uid])
      if let from { #expect(to > from) }
      phases[pod.uid] = to
    }
  }

  @Test(arguments: 0..<200)
  func `the outputs' times never run backwards`(seed: Int) {
    let outputs = Self.play(Self.afterAll(RandomStory.events(seed: seed))).1
    let times = outputs.map(\.time)
    #expect(times == times.sorted())
  }

  @Test(arguments: 0..<200)
  func `a countdown never rises while it runs`(seed: Int) {
    var state = State(scope: Self.scope, diagnosing: DiagnosisRules())
    var shown: [String: TimeSpan] = [:]
    // What counts down to the process's own limit counts to something else than SIGKILL.
    var limits: [String: Countdown.Limit] = [:]
    var wrong: [String] = []
    var last = Story.start
    for event in RandomStory.events(seed: seed) {
      let quarter = (event.time - last).nanoseconds / 4
      for step in 1...4 {
        let tick = Event(time: last + TimeSpan(nanoseconds: quarter * Int64(step)), .tick)
        _ = state.apply(step == 4 ? event : tick)
        for pod in state.pods where pod.phase < .exited && pod.shutdown != nil {
          switch pod.countdown(at: state.now) {
          case .running(let running):
            if let before = shown[pod.uid], running.remaining > before,
              limits[pod.uid] == running.limit
            {
              wrong.append("\(pod.uid) rose from \(before) to \(running.remaining)")
            }
            shown[pod.uid] = running.remaining
            limits[pod.uid] = running.limit
          case .past, .overdue: shown[pod.uid] = .zero
          // A node that was lost begins anew when it is back, and until then nothing is shown.
          case .unseen: shown[pod.uid] = nil
          case .none: break
          }
        }
      }
      last = event.time
    }
    #expect(wrong == [])
  }

  @Test(arguments: 0..<200)
  func `a verdict is told once and never changes`(seed: Int) {
    var state = State(scope: Self.scope, diagnosing: DiagnosisRules())
    var verdicts: [String: Verdict] = [:]
    for event in Self.afterAll(RandomStory.events(seed: seed)) {
      for output in state.apply(event) {
        guard case .verdict(let pod, let verdict) = output.change else { continue }
        #expect(verdicts[pod.uid] == nil)
        verdicts[pod.uid] = verdict
      }
      let isChanged = state.pods.contains { $0.verdict != verdicts[$0.uid] }
      #expect(!isChanged, "after \(event)")
    }
    let unjudged = state.pods.filter { $0.isGone && $0.shutdown != nil && $0.verdict == nil }
    #expect(unjudged.map(\.uid) == [])
    let counted = state.workloads.reduce(0) { $0 + $1.verdicts.values.reduce(0, +) }
    #expect(counted == verdicts.count)
  }

  @Test(arguments: 0..<200)
  func `ticks change nothing`(seed: Int) {
    // A reading of the clock between two ticks would change what time it was.
    let events = Self.afterAll(RandomStory.events(seed: seed, isTimed: false))
    let goal = RandomStory.goal(seed: seed)
    var random = SeededGenerator(seed: seed)
    var ticking: [Event] = []
    for (event, next) in zip(events, events.dropFirst() + events.suffix(1)) {
      ticking.append(event)
      let gap = (next.time - event.time).nanoseconds
      let parts = (0..<4).map { _ in Int64.random(in: 0...max(gap, 0), using: &random) }
      for part in parts.sorted().map(TimeSpan.init(nanoseconds:)) {
        ticking.append(Event(time: event.time + part, .tick))
      }
    }
    #expect(Self.play(events, goal: goal).1 == Self.play(ticking, goal: goal).1)
  }

  @Test(arguments: 0..<200)
  func `an object that is seen again unchanged changes nothing`(seed: Int) {
    let events = RandomStory.events(seed: seed, isTimed: false)
    var random = SeededGenerator(seed: seed)
    var newest: [String: PodObject] = [:]
    var repeated: [Event] = []
    for event in events {
      repeated.append(event)
      if case .pod(let object) = event.observation { newest[object.uid] = object }
      if case .podDeleted(let object) = event.observation { newest[object.uid] = nil }
      guard random.percent(30) else { continue }
      for uid in newest.keys.sorted() {
        if let object = newest[uid] { repeated.append(Event(time: event.time, .pod(object))) }
      }
    }
    let (once, twice) = (Self.play(events).1, Self.play(repeated).1)
    let difference = zip(once, twice).first { $0 != $1 }
    #expect(once.count == twice.count && difference == nil, "\(String(describing: difference))")
  }

  @Test(arguments: 0..<200)
  func `the summary is the last output and comes once`(seed: Int) {
    let events = RandomStory.events(seed: seed)
    let stop = Event(time: (events.last?.time ?? Story.start) + .seconds(1), .stop(.interrupted))
    let (state, outputs) = Self.play(
      Self.afterAll(events + [stop]), goal: RandomStory.goal(seed: seed))
    let summaries = outputs.filter { if case .summary = $0.change { true } else { false } }
    #expect(summaries.count == 1)
    guard case .summary(let summary) = outputs.last?.change else {
      Issue.record("the last output is \(String(describing: outputs.last))")
      return
    }
    #expect(state.run.summary == summary)
    let verdicts = outputs.filter { if case .verdict = $0.change { true } else { false } }
    #expect(summary.verdicts.values.reduce(0, +) == verdicts.count)
  }

  @Test(arguments: 0..<20)
  func `the same events give the same outputs`(seed: Int) {
    let goal = RandomStory.goal(seed: seed)
    let first = Self.play(RandomStory.events(seed: seed), goal: goal).1
    let second = Self.play(RandomStory.events(seed: seed), goal: goal).1
    #expect(first == second)
  }

  @Test func `the random stories reach every phase, condition and verdict`() {
    var phases: Set<Phase> = []
    var conditions: Set<Condition> = []
    var kinds: Set<Verdict.Kind> = []
    var results: Set<Summary.Result> = []
    for seed in 0..<100 {
      let events = Self.afterAll(RandomStory.events(seed: seed))
      for output in Self.play(events).1 {
        switch output.change {
        case .phase(_, _, let to): phases.insert(to)
        case .condition(_, let condition, _): conditions.insert(condition)
        case .verdict(_, let verdict): kinds.insert(verdict.kind)
        default: break
        }
      }
      if let summary = Self.play(events, goal: RandomStory.goal(seed: seed)).0.run.summary {
        results.insert(summary.result)
      }
    }
    #expect(phases.isSuperset(of: Set(Phase.allCases).subtracting([.pending])))
    #expect(conditions == Set(Condition.allCases))
    #expect(kinds == Set(Verdict.Kind.allCases))
    #expect(results.isSuperset(of: [.available, .drained, .gone, .elapsed, .timeout]))
  }
}
