import Dispatch
public import PodStatus
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Takes a process from `running` to its end: waits for the work in flight, but not for ever.
public final class DrainController: Sendable {
  /// How the process ends.
  public struct Settings: Sendable {
    /// The signals that begin the drain; further ones are logged and change nothing.
    public var signals: [Int32] = [SIGTERM, SIGHUP]
    /// How long the drain may take, in seconds: less than the pod's grace period less its preStop.
    public var timeoutSeconds = 25.0
    /// What the pod believes its grace period is, in seconds.
    public var gracePeriodSeconds: Double?
    /// The exit code of a process that gave up with work left; 0 only ever means drained.
    public var timedOutExitCode: Int32 = 75
    /// Takes one line for people, once a second while draining.
    public var log: @Sendable (String) -> Void = { line in
      let bytes = Array((line + "\n").utf8)
      _ = write(STDOUT_FILENO, bytes, bytes.count)
    }

    /// Makes the settings most servers want.
    public init() {}
  }

  private struct State {
    var phase = ShutdownStatus.Phase.running
    var cause: String?
    var begun: ContinuousClock.Instant?
    var ended: ContinuousClock.Instant?
  }

  /// The work to wait for.
  public let tasks: TaskCounter
  private let settings: Settings
  private let state = Mutex(State())
  /// Left once, when the drain is over; any number of threads can wait for that with a limit.
  private let over = DispatchGroup()

  /// Makes a controller for the work that tasks counts.
  public init(tasks: TaskCounter, settings: Settings = Settings()) {
    self.tasks = tasks
    self.settings = settings
    over.enter()
  }

  /// Begins the drain at the first of the chosen signals; call it first thing in `main`.
  public func watchSignals() {
    let queue = DispatchQueue(label: "lastcall.signals")
    for number in settings.signals {
      #if canImport(Darwin)
        signal(number, SIG_IGN)
      #endif
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      // The handler keeps its source alive: signals are watched for as long as the process lives.
      source.setEventHandler { [source] in
        _ = source
        self.begin(by: signalName(number))
      }
      source.resume()
    }
  }

  /// Begins the drain, unless it has begun; cause is `SIGTERM`, `SIGHUP`, … or `http`.
  public func begin(by cause: String) {
    let isFirst = state.withLock { state in
      guard state.phase == .running else { return false }
      state.phase = .draining
      state.cause = cause
      state.begun = .now
      return true
    }
    guard isFirst else {
      settings.log("received \(cause) during the drain, going on, \(tasks.inFlight) in flight")
      return
    }
    settings.log("received \(cause), draining, \(tasks.inFlight) in flight")
    tasks.notifyWhenEmpty { self.finish(.drained) }
    do {
      try startThread { self.attend() }
    } catch {
      // Without the thread nothing would end a drain that is stuck.
      finish(.timedOut)
    }
  }

  /// The answer of the status endpoint at this moment.
  public var status: ShutdownStatus {
    let state = state.withLock { $0 }
    let tasks = tasks.snapshot
    let elapsed = state.begun.map { (state.ended ?? .now) - $0 } ?? .zero
    return ShutdownStatus(
      phase: state.phase, inFlight: tasks.inFlight, drainElapsedSeconds: elapsed.inSeconds,
      drainTimeoutSeconds: settings.timeoutSeconds, signal: state.cause,
      oldestSeconds: tasks.oldestSeconds, durations: tasks.durations, completed: tasks.completed,
      gracePeriodSeconds: settings.gracePeriodSeconds)
  }

  /// Whether the process should still be given new work; what its readiness says.
  public var isRunning: Bool { state.withLock { $0.phase == .running } }

  /// Whether the drain has ended, one way or the other.
  public var isOver: Bool { state.withLock { $0.phase == .drained || $0.phase == .timedOut } }

  /// Blocks until the drain is over and returns the exit code that tells the truth about it.
  public func waitUntilOver() -> Int32 {
    over.wait()
    return state.withLock { $0.phase == .drained } ? 0 : settings.timedOutExitCode
  }

  /// Says once a second that there is work left, and gives up at the limit.
  private func attend() {
    let begun = DispatchTime.now()
    for second in 1... {
      let isLast = Double(second) >= settings.timeoutSeconds
      let next = begun + (isLast ? settings.timeoutSeconds : Double(second))
      if over.wait(timeout: next) == .success { return }
      if isLast { return finish(.timedOut) }
      settings.log("still waiting, \(tasks.inFlight) in flight")
    }
  }

  private func finish(_ phase: ShutdownStatus.Phase) {
    let seconds = state.withLock { state -> Double? in
      guard state.phase == .draining, let begun = state.begun else { return nil }
      let now = ContinuousClock.now
      state.phase = phase
      state.ended = now
      return (now - begun).inSeconds
    }
    guard let seconds else { return }
    settings.log(
      phase == .drained
        ? "drained after \(seconds) s"
        : "timed out after \(seconds) s, \(tasks.inFlight) in flight")
    over.leave()
  }
}

private func signalName(_ number: Int32) -> String {
  switch number {
  case SIGTERM: "SIGTERM"
  case SIGHUP: "SIGHUP"
  case SIGINT: "SIGINT"
  case SIGQUIT: "SIGQUIT"
  case SIGUSR1: "SIGUSR1"
  case SIGUSR2: "SIGUSR2"
  default: "signal \(number)"
  }
}
