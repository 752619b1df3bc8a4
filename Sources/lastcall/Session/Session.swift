import Inputs
import RunReports
import ShutdownModel
import Time

/// One run: the state, the queue its events come from, and what it wants watched.
///
/// Live, demo and tests are this same loop with other sources at the front.
struct Session {
  private(set) var state: State
  let queue: EventQueue
  let clock: LocalClock
  /// The pod the user has selected; it is polled and followed a little sooner.
  var selectedUID: String?
  /// Called once, when everything has been listed: the command may begin, nothing will be missed.
  var whenListed: (() -> Void)?
  /// Records what is applied; nil when the run is not recorded.
  var recorder: SessionRecorder?
  /// What has been seen so far, to be looked at again; nil when nobody can look.
  var history: History?
  /// Runs a command for each alert; nil when none is wanted.
  var onAlert: OnAlert?
  private var plansMadeAt: Instant?
  /// How far time has been let pass.
  private var reached: Instant?

  init(state: State, queue: EventQueue, clock: LocalClock) {
    self.state = state
    self.queue = queue
    self.clock = clock
  }

  /// Applies everything that has come, and lets time pass up to now.
  mutating func step() -> [Output] {
    var outputs: [Output] = []
    var events = queue.drain()
    for index in events.indices {
      // Seen before the last look at the clock and taken after it: time does not run backwards, and
      // a recording has no ticks to say so.
      if let reached { events[index].time = max(events[index].time, reached) }
      outputs += apply(events[index])
    }
    let tick = Event(time: clock.now, .tick)
    reached = tick.time
    outputs += apply(tick)
    onAlert?.deliver(outputs)
    recorder?.record(events, tick: tick, isOver: state.run.summary != nil)
    if let whenListed, state.isListed {
      self.whenListed = nil
      whenListed()
    }
    return outputs
  }

  private mutating func apply(_ event: Event) -> [Output] {
    let outputs = state.apply(event)
    history?.append(event, outputs, state: state)
    return outputs
  }

  /// Wakes the loop when something is due, and no later than an instant; for an event, not before
  /// the end of the rest.
  func scheduleWake(noLaterThan latest: Instant, restingUntil rest: Instant? = nil) {
    let due = state.nextDue.map { $0 - state.clock.offset }
    queue.scheduleWake(at: min(due ?? latest, latest), restingUntil: rest)
  }

  /// Whom to poll and whose logs to follow, at most four times a second.
  mutating func plans() -> (polls: PollPlan, logs: LogPlan)? {
    let now = clock.now
    if let plansMadeAt, now - plansMadeAt < .milliseconds(250) { return nil }
    plansMadeAt = now
    return (state.pollPlan(selected: selectedUID), state.logPlan(selected: selectedUID))
  }
}
