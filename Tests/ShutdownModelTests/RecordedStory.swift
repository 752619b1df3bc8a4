import RunReports
import ShutdownDiagnosis
import ShutdownModel
import Time

/// A random story as a session applies it, with ticks between the events, and its history.
struct RecordedStory {
  private let initial: State
  /// The state after all of it.
  private(set) var state: State
  private(set) var events: [Event] = []
  private(set) var outputs: [Output] = []
  private(set) var history: History

  init(
    seed: Int, spacing: Int = 16, limit: Int = .max / 8, isTimed: Bool = true,
    goal: Goal = Goal()
  ) {
    initial = State(
      scope: .namespace(Story.namespace), diagnosing: DiagnosisRules(), goal: goal,
      servers: Story.servers)
    history = History(initial: initial, spacing: spacing, limit: limit)
    var random = SeededGenerator(seed: seed &+ 7)
    state = initial
    for event in RandomStory.events(seed: seed, isTimed: isTimed) {
      if random.percent(50), let last = events.last {
        let gap = (event.time - last.time).nanoseconds
        let part = TimeSpan(nanoseconds: .random(in: 0...max(gap, 0), using: &random))
        add(Event(time: last.time + part, .tick))
      }
      // A session applies nothing after the summary.
      if state.run.summary != nil { return }
      add(event)
      if state.run.summary != nil { return }
    }
    add(Event(time: history.range.upperBound + .seconds(100), .tick))
  }

  private mutating func add(_ event: Event) {
    let new = state.apply(event)
    events.append(event)
    outputs += new
    history.append(event, new, state: state)
  }

  /// What comes of a recording's events.
  func replay(_ recorded: [Event]) -> (state: State, told: [Output]) {
    var state = initial
    let told = recorded.flatMap { state.apply($0) }
    return (state, told)
  }

  /// What a run that saw the same and is at a time now would show.
  func look(at time: Instant) -> Look {
    var state = initial
    let seen = events.prefix { $0.time <= time }
    for event in seen { _ = state.apply(event) }
    if !seen.isEmpty { _ = state.apply(Event(time: time, .tick)) }
    return Look(state)
  }

  /// Times of events, between them, and at the ends.
  func times(_ count: Int, _ random: inout SeededGenerator) -> [Instant] {
    let range = history.range
    return (0..<count).map { _ in
      switch Int.random(in: 0..<10, using: &random) {
      case 0: range.lowerBound
      case 1: range.upperBound
      case 2..<6:
        min(max(random.pick(events).time, range.lowerBound), range.upperBound)
      default:
        Instant(
          nanoseconds: .random(
            in: range.lowerBound.nanoseconds...range.upperBound.nanoseconds, using: &random))
      }
    }
  }
}
