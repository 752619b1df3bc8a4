public import PodStatus
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Takes a process from `running` to its end: waits for the work in flight, but not for ever.
///
/// It has a thread of its own, so that neither a blocked concurrency pool nor a blocked main thread keeps
/// it from its limit.
public final class DrainController: Sendable {
  struct State {
    var phase = ShutdownStatus.Phase.running
    var cause: String?
    /// Monotonic nanoseconds.
    var begun: UInt64 = 0
    var ended: UInt64 = 0
    /// Called when new work is refused, and what each is, for the log; nil once that has been.
    var refusalHooks: [(name: String, body: @Sendable () async -> Void)]? = []
    /// Hooks that have been called and have not returned.
    var hooks: [String] = []
    /// A signal ended the process at once.
    var endedBy: Signal?
    var children: [ChildProcess] = []
    var waiting: [CheckedContinuation<Void, Never>] = []
    var isOver = false
  }

  /// The work to wait for.
  public let tasks: TaskCounter
  let settings: DrainSettings
  let state = Mutex(State())
  let over: Latch
  /// What the thread reads: a byte for each signal, 0 when it shall look at what has changed.
  let events: (reader: Int32, writer: Int32)

  /// Makes a controller and begins to watch signals; do it first thing in `main`.
  ///
  /// - Throws: when the system has no pipe or thread left, or signals are watched already.
  public init(_ settings: DrainSettings = DrainSettings(), tasks: TaskCounter = TaskCounter())
    throws(SystemError)
  {
    self.tasks = tasks
    self.settings = settings
    over = try Latch()
    events = try pipe()
    if let warning = settings.warning { settings.log("warning: \(warning)") }
    if let onRefuse = settings.onRefuse { whenRefusing("onRefuse", onRefuse) }
    if settings.reapsOrphans { try startThread(reapOrphans) }
    try startThread { self.attend() }
    guard settings.watchesSignals else { return }
    var chosen = settings.signals + settings.endingSignals
    // Swift's runtime takes SIGQUIT for a crash, and prints where it happened.
    if settings.logsOtherSignals { chosen.append(.quit) }
    try SignalWatch.install(
      chosen, andUnlessHandled: settings.logsOtherSignals ? Signal.ending : [],
      writer: events.writer)
  }

  deinit {
    tasks.whenEmpty {}
    close(events.reader)
    close(events.writer)
  }

  /// Begins the drain, unless it has begun; cause is `SIGTERM`, `SIGHUP`, … or `http`.
  public func begin(by cause: String) {
    guard let children = enterDrain(by: cause) else {
      settings.log("received \(cause) during the drain, going on, \(inFlight) in flight")
      return
    }
    settings.log("received \(cause), draining, \(inFlight) in flight")
    if let onBegin = settings.onBegin { run("onBegin") { await onBegin(cause) } }
    if settings.delaySeconds <= 0 { refuse() }
    // Only now: a process that is often idle need not say so each time.
    tasks.whenEmpty { [events] in wake(events.writer) }
    for child in children { child.forward(Signal(cause) ?? .term) }
    wake(events.writer)
  }

  /// The children there are at that moment, for a later one is told by whoever starts it; nil when a drain
  /// has begun.
  func enterDrain(by cause: String, endedBy signal: Signal? = nil) -> [ChildProcess]? {
    state.withLock { state in
      guard state.phase == .running else { return nil }
      state.phase = .draining
      state.cause = cause
      state.begun = monotonicNanoseconds()
      state.endedBy = signal
      if signal == nil, settings.onBegin != nil { state.hooks.append("onBegin") }
      return state.children
    }
  }

  /// The answer of the status endpoint at this moment.
  public var status: ShutdownStatus {
    let (state, now) = (state.withLock { $0 }, monotonicNanoseconds())
    let snapshot = snapshot
    let elapsed = state.phase == .running ? 0 : (state.ended > 0 ? state.ended : now) - state.begun
    return ShutdownStatus(
      phase: state.phase, inFlight: snapshot.inFlight,
      drainElapsedSeconds: elapsed.nanosecondsInSeconds,
      drainTimeoutSeconds: settings.timeoutSeconds, signal: state.cause,
      oldestSeconds: snapshot.oldestSeconds, durations: snapshot.durations,
      streams: snapshot.inFlightByKind[.stream],
      completed: settings.inFlight == nil ? snapshot.completed : nil,
      gracePeriodSeconds: settings.gracePeriodSeconds)
  }

  /// What is in flight; where somebody else counts it, nothing but their number.
  var snapshot: TaskSnapshot {
    guard let count = settings.inFlight?() else { return tasks.snapshot }
    return TaskSnapshot(
      inFlight: count, inFlightByKind: [.request: count], completed: 0, oldestSeconds: [],
      durations: [], completedSeconds: 0)
  }

  var inFlight: Int { settings.inFlight?() ?? tasks.inFlight }

  /// Whether the process should still be given new work; what its readiness says.
  public var isRunning: Bool { state.withLock { $0.phase == .running } }

  /// Whether the drain has ended, one way or the other.
  public var isOver: Bool { state.withLock { $0.phase == .drained || $0.phase == .timedOut } }

  /// Blocks until the drain is over and returns the exit code that tells the truth about it.
  ///
  /// A blocked main thread runs no task of the main actor.
  @available(*, noasync, message: "await untilOver() instead: tasks may need this thread to end")
  public func waitUntilOver() -> Int32 {
    over.wait()
    return exitCode
  }

  /// Waits until the drain is over and returns the exit code that tells the truth about it.
  public func untilOver() async -> Int32 {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.waiting.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
    return exitCode
  }

  /// 0 when nothing was left; a child's own code when it says that its work was not done.
  var exitCode: Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .drained else {
      return state.endedBy.map { 128 + $0.rawValue } ?? settings.timedOutExitCode
    }
    return state.children.lazy.compactMap { $0.exit?.code }.first { $0 != 0 } ?? 0
  }
}
