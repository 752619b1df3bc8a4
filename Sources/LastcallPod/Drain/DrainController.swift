import CLibrary
import Processes
internal import Synchronization

/// Takes a process from `running` to its end: waits for the work in flight, but not for ever.
///
/// It has a thread of its own, so that neither a blocked concurrency pool nor a blocked main thread keeps
/// it from its limit. One that handles the process's signals lives as long as the process; any other lives as long
/// as somebody holds it.
public final class DrainController: Sendable {
  struct State {
    var phase = DrainStatus.Phase.running
    var cause: String?
    /// Nanoseconds of the clock.
    var begun: UInt64 = 0
    var ended: UInt64 = 0
    /// What the drain waits for besides tasks, by a word for the log.
    var holds: [String] = []
    /// How long the drain may take where that is less than the configuration says.
    var shortLimit: Duration?
    /// A signal ended the process at once.
    var endedBy: Signal?
    /// What is forwarded to the children: the signal that began the drain, or SIGTERM.
    var forwarded = Signal.term
    /// Those that run, and those that have ended since the drain began.
    var children: [ChildProcess] = []
    /// Work was lost in another way than by the limit.
    var hasFailed = false
    /// How it ended; it is final once those who waited for the end may go.
    var outcome: DrainOutcome?
    /// When they could go.
    var released: UInt64?
  }

  /// The work to wait for.
  public let tasks: TaskCounter
  let configuration: DrainConfiguration
  let signals: SignalSource
  let clock: DrainClock
  let state = Mutex(State())
  let hasDrainBegun = Occasion()
  let isWorkRefused = Occasion()
  let isIdle = Occasion()
  let isOver = Occasion()
  /// The same for threads.
  let over: Latch
  /// Wakes the thread, for there are signals to take or it shall look at what has changed.
  let events: WakePipe

  /// Makes a controller and begins to watch signals; do it first thing in `main`.
  ///
  /// - Parameters:
  ///   - configuration: how the process ends; it cannot be changed later.
  ///   - tasks: the work to wait for; nil is a counter of its own.
  ///   - signals: where it hears of signals. A second controller in a process, as in tests, takes another source than
  ///     the process's own.
  ///   - clock: by which its times go by; a test has one that it moves.
  /// - Throws: when the system has no pipe or thread left, or the process's signals are watched already.
  public init(
    configuration: DrainConfiguration = DrainConfiguration(), tasks: TaskCounter? = nil,
    signals: SignalSource = .process, clock: any Clock<Duration> = ContinuousClock()
  ) throws(SystemFailure) {
    self.clock = DrainClock(clock)
    self.tasks = tasks ?? TaskCounter(clock: self.clock)
    self.configuration = configuration
    self.signals = signals
    do {
      over = try Latch()
      events = try WakePipe()
    } catch {
      throw SystemFailure(error)
    }
    for warning in configuration.warnings { configuration.log("warning: \(warning)") }
    if let onRefuse = configuration.onRefuse { whenRefusing("onRefuse", onRefuse) }
    try SystemFailure.telling { () throws(SystemError) in
      // Before there is a thread: what cannot be watched leaves nothing behind.
      if signals == .process { try watchSignals() }
      if configuration.reapsOrphans { try startThread(reapOrphans) }
      try startAttending()
    }
  }

  deinit { events.wake() }

  /// How it stands at this moment.
  public var status: DrainStatus {
    let (state, now) = (state.withLock { $0 }, clock.now)
    let end = state.ended > 0 ? state.ended : now
    let snapshot = configuration.inFlight == nil ? tasks.snapshot : nil
    return DrainStatus(
      phase: state.phase, cause: state.cause, inFlight: snapshot?.inFlight ?? inFlight,
      elapsed: state.phase == .running ? .zero : (end - min(end, state.begun)).asDuration,
      limit: limit(of: state), gracePeriod: configuration.gracePeriod, tasks: snapshot)
  }

  func limit(of state: State) -> Duration {
    state.shortLimit.map { min($0, configuration.limit) } ?? configuration.limit
  }

  /// Nil while it cannot be counted.
  var inFlight: Int? {
    guard let inFlight = configuration.inFlight else { return tasks.inFlight }
    return inFlight()
  }

  /// `3 in flight`, for the log.
  var inFlightText: String {
    inFlight.map { "\($0) in flight" } ?? "what it works on is not counted"
  }

  /// Whether the drain has begun, and perhaps ended: then readiness says no.
  public var hasBegun: Bool { state.withLock { $0.phase != .running } }

  /// Whether the drain has ended, one way or the other; ``DrainConfiguration/onEnd`` may still be running.
  public var hasEnded: Bool { state.withLock { $0.phase == .drained || $0.phase == .timedOut } }

  /// Makes a failure of a drain that has left nothing: what had no end of its own was not waited for.
  package func fail() {
    state.withLock { $0.hasFailed = true }
  }

  /// What is true of the end at this moment.
  func outcome(of state: State) -> DrainOutcome {
    guard state.phase == .drained else {
      if let signal = state.endedBy {
        return DrainOutcome(.ended(by: signal), exitCode: 128 + signal.rawValue)
      }
      return DrainOutcome(.timedOut(left: inFlight), exitCode: configuration.timedOutExitCode)
    }
    if let exit = state.children.lazy.compactMap(\.exitIfEnded).first(where: { $0.code != 0 }) {
      return DrainOutcome(.childFailed(exit), exitCode: exit.code)
    }
    return state.hasFailed
      ? DrainOutcome(.serviceFailed, exitCode: 1) : DrainOutcome(.drained, exitCode: 0)
  }
}
