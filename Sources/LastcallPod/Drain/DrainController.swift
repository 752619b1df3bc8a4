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
    /// `onBegin` has returned.
    var isPrepared = false
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
  private let over: Latch
  /// What the thread reads: a byte for each signal, 0 when it shall look at what has changed.
  private let events: (reader: Int32, writer: Int32)

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
    if settings.delaySeconds <= 0 { tasks.close() }
    // Only now: a process that is often idle need not say so each time.
    tasks.whenEmpty { [events] in wake(events.writer) }
    for child in children { child.forward(Signal(cause) ?? .term) }
    if let onBegin = settings.onBegin {
      Task.detached {
        await onBegin(cause)
        self.prepared()
      }
    } else {
      prepared()
    }
  }

  /// The children there are at that moment, for a later one is told by whoever starts it; nil when a drain
  /// has begun.
  private func enterDrain(by cause: String, endedBy signal: Signal? = nil) -> [ChildProcess]? {
    state.withLock { state in
      guard state.phase == .running else { return nil }
      state.phase = .draining
      state.cause = cause
      state.begun = monotonicNanoseconds()
      state.endedBy = signal
      return state.children
    }
  }

  private func prepared() {
    state.withLock { $0.isPrepared = true }
    wake(events.writer)
  }

  /// The answer of the status endpoint at this moment.
  public var status: ShutdownStatus {
    let (state, now) = (state.withLock { $0 }, monotonicNanoseconds())
    let (tasks, inFlight) = (tasks.snapshot, settings.inFlight?())
    let elapsed = state.phase == .running ? 0 : (state.ended > 0 ? state.ended : now) - state.begun
    return ShutdownStatus(
      phase: state.phase, inFlight: inFlight ?? tasks.inFlight,
      drainElapsedSeconds: elapsed.nanosecondsInSeconds,
      drainTimeoutSeconds: settings.timeoutSeconds, signal: state.cause,
      oldestSeconds: tasks.oldestSeconds, durations: tasks.durations,
      streams: tasks.inFlightByKind[.stream], completed: tasks.completed,
      gracePeriodSeconds: settings.gracePeriodSeconds)
  }

  private var inFlight: Int { settings.inFlight?() ?? tasks.inFlight }

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
  private var exitCode: Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .drained else {
      return state.endedBy.map { 128 + $0.rawValue } ?? settings.timedOutExitCode
    }
    return state.children.lazy.compactMap { $0.exit?.code }.first { $0 != 0 } ?? 0
  }
}

// MARK: - The thread

extension DrainController {
  /// Reads signals, and drives the drain from second to second.
  private func attend() {
    var second: UInt64 = 1
    while true {
      var entry = pollfd(fd: events.reader, events: Int16(POLLIN), revents: 0)
      _ = poll(&entry, 1, milliseconds(untilSecond: second))
      for number in received() where number != 0 { receive(Signal(rawValue: Int32(number))) }
      let state = state.withLock { $0 }
      if state.isOver, !settings.watchesSignals { return }
      guard state.phase == .draining else {
        if let left = nanosecondsToLive(state), left == 0 { endProcess() }
        continue
      }
      let elapsed = monotonicNanoseconds() - state.begun
      let isDelayOver = elapsed >= UInt64(nanosecondsOf: settings.delaySeconds)
      if isDelayOver { tasks.close() }
      if isDelayOver, state.isPrepared, tasks.inFlight == 0 {
        finish(.drained)
      } else if elapsed >= UInt64(nanosecondsOf: settings.timeoutSeconds) {
        finish(.timedOut)
      } else if elapsed >= second * 1_000_000_000 {
        settings.log("still waiting, \(inFlight) in flight")
        settings.onSecond?(status)
        second = elapsed / 1_000_000_000 + 1
      }
    }
  }

  private func received() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(events.reader, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : []
  }

  private func receive(_ signal: Signal) {
    if settings.signals.contains(signal) {
      begin(by: "\(signal)")
    } else if settings.endingSignals.contains(signal), endAtOnce(by: signal) {
      return
    } else if let onOtherSignal = settings.onOtherSignal {
      onOtherSignal(signal)
    } else {
      settings.log("received \(signal), going on, \(inFlight) in flight")
    }
  }

  /// False when a drain has begun.
  private func endAtOnce(by signal: Signal) -> Bool {
    guard enterDrain(by: "\(signal)", endedBy: signal) != nil else { return false }
    settings.log("received \(signal), ending at once, \(inFlight) in flight")
    finish(tasks.inFlight == 0 ? .drained : .timedOut)
    return true
  }

  /// How long the thread may sleep: to the next second, the end of the delay or the limit.
  private func milliseconds(untilSecond second: UInt64) -> Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .draining else {
      return nanosecondsToLive(state).map { Int32($0 / 1_000_000 + 1) } ?? -1
    }
    let elapsed = monotonicNanoseconds() - state.begun
    let ends = [
      second * 1_000_000_000, UInt64(nanosecondsOf: settings.delaySeconds),
      UInt64(nanosecondsOf: settings.timeoutSeconds),
    ]
    let next = ends.filter { $0 > elapsed }.min() ?? elapsed
    return Int32((next - elapsed) / 1_000_000 + 1)
  }

  /// How long a process whose drain is over may still take to end; nil for ever.
  private func nanosecondsToLive(_ state: State) -> UInt64? {
    guard state.isOver, settings.endsProcess, settings.watchesSignals else { return nil }
    let limit = UInt64(nanosecondsOf: settings.timeoutSeconds)
    let end = max(state.begun + limit, state.ended + 1_000_000_000)
    let now = monotonicNanoseconds()
    return end > now ? end - now : 0
  }

  private func endProcess() {
    settings.log("the program has not ended after its drain, ending it")
    _exit(exitCode)
  }

  private func finish(_ phase: ShutdownStatus.Phase) {
    let state = state.withLock { state in
      state.phase = phase
      state.ended = monotonicNanoseconds()
      return state
    }
    let elapsed = state.ended - state.begun
    let seconds = elapsed.nanosecondsInSeconds
    settings.log(
      phase == .drained
        ? "drained after \(seconds) s"
        : "timed out after \(seconds) s, \(inFlight) in flight")
    for child in state.children where child.exit == nil { child.killGroup() }
    guard let onEnd = settings.onEnd else { return end() }
    let status = status
    Task.detached {
      await onEnd(status)
      self.end()
    }
    // A concurrency pool that is blocked would never call it.
    let left = max(settings.timeoutSeconds - seconds, 1)
    do {
      try startThread { if !self.over.wait(atMost: left) { self.end() } }
    } catch {
      end()
    }
  }

  /// Lets those go who wait for the end.
  private func end() {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      state.isOver = true
      return state.waiting
    }
    over.open()
    // It has its own limit to keep now.
    wake(events.writer)
    for continuation in waiting { continuation.resume() }
  }
}

/// Makes the thread look at what has changed.
private func wake(_ writer: Int32) {
  var byte: UInt8 = 0
  _ = write(writer, &byte, 1)
}
