import CLibrary
public import PodStatus
public import Processes
internal import Synchronization

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
    /// How long the drain may take where that is less than the settings say.
    var shortLimitSeconds: Double?
    /// A signal ended the process at once.
    var endedBy: Signal?
    /// What is forwarded to the children: the signal that began the drain, or SIGTERM.
    var forwarded = Signal.term
    /// Those that run, and those that have ended since the drain began.
    var children: [ChildProcess] = []
    /// Work was lost in another way than by the limit.
    var hasFailed = false
    /// Who waits for the begin, each by a number of its own.
    var waiters: [Int: AsyncStream<Never>.Continuation] = [:]
    var lastWaiter = 0
    /// Who waits for the end.
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// Monotonic nanoseconds; since then those who waited for the end may go.
    var released: UInt64?
  }

  /// The work to wait for.
  public let tasks: TaskCounter
  let settings: DrainSettings
  let state = Mutex(State())
  let over: Latch
  /// Wakes the thread, for there are signals to take or it shall look at what has changed.
  let events: WakePipe

  /// Makes a controller and begins to watch signals; do it first thing in `main`.
  ///
  /// - Parameters:
  ///   - settings: how the process ends; they cannot be changed later.
  ///   - tasks: the work to wait for.
  /// - Throws: when the system has no pipe or thread left, or signals are watched already.
  public init(settings: DrainSettings = DrainSettings(), tasks: TaskCounter = TaskCounter())
    throws(SystemError)
  {
    self.tasks = tasks
    self.settings = settings
    over = try Latch()
    events = try WakePipe()
    for warning in settings.warnings { settings.log("warning: \(warning)") }
    if let onRefuse = settings.onRefuse { whenRefusing("onRefuse", onRefuse) }
    // Before there is a thread: what cannot be watched leaves nothing behind.
    if settings.watchesSignals {
      var chosen = settings.signals + settings.endingSignals
      // Swift's runtime takes SIGQUIT for a crash, and prints where it happened.
      if settings.logsOtherSignals { chosen.append(.quit) }
      try SignalWatch.install(
        chosen, andUnlessHandled: settings.logsOtherSignals ? Signal.ending : [],
        writer: events.writer)
    }
    if settings.reapsOrphans { try startThread(reapOrphans) }
    try startThread { self.attend() }
  }

  /// Begins the drain, unless it has begun; the children that there are get SIGTERM.
  ///
  /// - Parameter cause: a word for the log and the status: `http`, `scale-down`, ….
  public func begin(by cause: String) {
    begin(by: cause, forwarding: .term)
  }

  /// Begins the drain as if the signal had come, which the children get; unless it has begun.
  public func begin(by signal: Signal) {
    begin(by: "\(signal)", forwarding: signal)
  }

  /// Begins the drain with a limit of its own, unless that of the settings is less.
  package func begin(by cause: String, atMost seconds: Double) {
    begin(by: cause, forwarding: .term, atMost: seconds)
  }

  private func begin(by cause: String, forwarding signal: Signal, atMost seconds: Double? = nil) {
    guard let children = enterDrain(by: cause, forwarding: signal, atMost: seconds) else {
      settings.log("received \(cause) during the drain, going on, \(inFlightText)")
      return
    }
    // What counts and writes may take its time.
    settings.onForward?(signal)
    for child in children { child.forward(signal) }
    settings.log("received \(cause), draining, \(inFlightText)")
    if let onBegin = settings.onBegin { run("onBegin") { await onBegin(cause) } }
    if settings.delaySeconds <= 0 { refuse() }
    // Only now: a process that is often idle need not say so each time.
    tasks.whenEmpty { [events] in events.wake() }
    events.wake()
  }

  /// The children there are at that moment, for a later one is told by whoever starts it; nil when a drain
  /// has begun.
  func enterDrain(
    by cause: String, forwarding signal: Signal = .term, atMost seconds: Double? = nil,
    endedBy end: Signal? = nil
  ) -> [ChildProcess]? {
    state.withLock { state in
      guard state.phase == .running else { return nil }
      state.phase = .draining
      state.cause = cause
      state.begun = monotonicNanoseconds()
      state.forwarded = signal
      state.shortLimitSeconds = seconds
      state.endedBy = end
      if end == nil, settings.onBegin != nil { state.hooks.append("onBegin") }
      for continuation in state.waiters.values { continuation.finish() }
      state.waiters = [:]
      return state.children
    }
  }

  func limit(of state: State) -> Double {
    state.shortLimitSeconds.map { min($0, settings.timeoutSeconds) } ?? settings.timeoutSeconds
  }

  /// The answer of the status endpoint at this moment.
  public var status: ShutdownStatus {
    let (state, now) = (state.withLock { $0 }, monotonicNanoseconds())
    let snapshot = snapshot
    let elapsed = state.phase == .running ? 0 : (state.ended > 0 ? state.ended : now) - state.begun
    return ShutdownStatus(
      phase: state.phase, inFlight: snapshot?.inFlight,
      drainElapsedSeconds: elapsed.nanosecondsInSeconds,
      drainTimeoutSeconds: limit(of: state), signal: state.cause,
      oldestSeconds: snapshot?.oldestSeconds ?? [], durations: snapshot?.durations ?? [],
      streams: snapshot?.inFlightByKind[.stream],
      completed: settings.inFlight == nil ? snapshot?.completed : nil,
      gracePeriodSeconds: settings.gracePeriodSeconds)
  }

  /// What is in flight; where somebody else counts it, nothing but their number, and nil without one.
  var snapshot: TaskSnapshot? {
    guard let inFlight = settings.inFlight else { return tasks.snapshot }
    guard let count = inFlight() else { return nil }
    return TaskSnapshot(
      inFlight: count, inFlightByKind: [.request: count], completed: 0, oldestSeconds: [],
      durations: [], completedSeconds: 0)
  }

  /// Nil while it cannot be counted.
  var inFlight: Int? {
    guard let inFlight = settings.inFlight else { return tasks.inFlight }
    return inFlight()
  }

  /// `3 in flight`, for the log.
  var inFlightText: String {
    inFlight.map { "\($0) in flight" } ?? "what it works on is not counted"
  }

  /// Whether the drain has begun, and perhaps ended: then readiness says no.
  public var hasBegun: Bool { state.withLock { $0.phase != .running } }

  /// Whether the drain has ended, one way or the other; ``DrainSettings/onEnd`` may still be running.
  public var hasEnded: Bool { state.withLock { $0.phase == .drained || $0.phase == .timedOut } }

  /// Waits until the drain begins, or the task is cancelled.
  ///
  /// Here a stream closes that would end only when its client goes: server-sent events, a WebSocket.
  public func untilBegun() async {
    let (begun, continuation) = AsyncStream.makeStream(of: Never.self)
    let number = state.withLock { state -> Int? in
      guard state.phase == .running else { return nil }
      state.lastWaiter += 1
      state.waiters[state.lastWaiter] = continuation
      return state.lastWaiter
    }
    guard let number else { return }
    for await _ in begun {}
    state.withLock { _ = $0.waiters.removeValue(forKey: number) }
  }

  /// Blocks until the drain is over and returns the exit code that tells the truth about it: 0 when nothing was
  /// left, else a child's own, 128 and the signal that ended the process at once, or
  /// ``DrainSettings/timedOutExitCode``.
  ///
  /// A blocked main thread runs no task of the main actor.
  @available(*, noasync, message: "await untilOver() instead: tasks may need this thread to end")
  public func waitUntilOver() -> Int32 {
    over.wait()
    return exitCode
  }

  /// Waits until the drain is over and returns the exit code that tells the truth about it, as
  /// ``waitUntilOver()`` does; a cancellation does not shorten it.
  public func untilOver() async -> Int32 {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.released == nil { state.waiting.append(continuation) }
        return state.released != nil
      }
      if isOver { continuation.resume() }
    }
    return exitCode
  }

  /// Makes 1 of an exit code of 0: what had no end of its own was not waited for.
  package func fail() {
    state.withLock { $0.hasFailed = true }
  }

  /// 0 when nothing was left; a child's own code when it says that its work was not done.
  var exitCode: Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .drained else {
      return state.endedBy.map { 128 + $0.rawValue } ?? settings.timedOutExitCode
    }
    return state.children.lazy.compactMap { $0.exit?.code }.first { $0 != 0 }
      ?? (state.hasFailed ? 1 : 0)
  }
}
