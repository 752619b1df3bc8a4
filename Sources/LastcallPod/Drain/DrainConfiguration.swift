import CLibrary

/// How a process ends.
public struct DrainConfiguration: Sendable {
  /// The signals that begin the drain; while it goes on, further ones are logged and change nothing.
  ///
  /// By default ``drainSignalsVariable``, and without it SIGTERM, SIGHUP and SIGINT, but none of ``endSignals``.
  public var drainSignals: [Signal]
  /// Signals that end the process at once, unless a drain has begun.
  ///
  /// With `drainSignals = [.hup]` and `endSignals = [.term]` a preStop hook decides that a pod drains, and
  /// whoever else stops it does not wait. By default ``endSignalsVariable``, and without it none.
  public var endSignals: [Signal]
  /// Whether a developer sits at a terminal, as by default where stdin is one: there SIGQUIT ends the process at once,
  /// and so does a SIGINT that comes during the drain, as the second Ctrl-C does.
  public var isAtTerminal = isatty(STDIN_FILENO) == 1
  /// Whether every other signal that would end the process is logged and changes nothing, unless the
  /// program handles it.
  public var logsOtherSignals = true
  /// How long new work is taken after the drain has begun, since the news that the pod is no
  /// longer an endpoint needs its time; ``TaskCounter/admit(_:)`` refuses then, and the drain ends no sooner.
  ///
  /// By default ``delayVariable``, and without it none.
  public var delay: Duration
  /// Ends the ``delay`` sooner: when no task has begun for so long, the news has arrived.
  ///
  /// The time counts from the begin of the drain. By default ``quietVariable``; without it the delay goes by as it is.
  public var quietTime: Duration?
  /// How long the whole drain may take, the delay included: less than the grace period less what the
  /// preStop hook takes before the signal.
  public var limit: Duration
  /// What the pod believes its grace period is; it is told, and the limit is compared with it.
  public var gracePeriod: Duration?
  /// Whether a process that is still there at its limit, a second after the end of its drain at least, is
  /// ended by the controller.
  ///
  /// A program may be unable to end: its main thread or all of the concurrency pool is blocked by what
  /// it could not finish. Only with the ``SignalSource/process``'s signals.
  public var endsProcess = true
  /// The exit code of a process that gave up with work left; 0 only ever means drained.
  public var timedOutExitCode: Int32 = 75
  /// Called with the cause when the drain begins; it ends no sooner than this has returned.
  ///
  /// Here a readiness probe learns to fail.
  public var onDrain: (@Sendable (String) async -> Void)?
  /// Called when new work is refused: when the drain begins, or when its ``delay`` is over; it ends no sooner than
  /// this has returned.
  ///
  /// Here a server closes its listener.
  public var onRefuse: (@Sendable () async -> Void)?
  /// Called each second of the drain, on the controller's own thread: it must not block.
  public var onSecond: (@Sendable (DrainStatus) -> Void)?
  /// Called when the drain is over, before the process ends; it has what is left of the limit, and a
  /// second at least.
  public var onEnd: (@Sendable (DrainStatus) async -> Void)?
  /// Whether children that other processes have left to this one are reaped, as PID 1 must.
  ///
  /// Only for a program that starts its own children with
  /// ``DrainController/startChild(_:rewriting:)`` alone: whoever else waits for one would miss its end.
  public var reapsOrphans = false
  /// Takes one line for people; it must not block.
  ///
  /// By default it writes to stdout, and never waits for its reader.
  public var log: @Sendable (String) -> Void = writeLine
  /// Called first of all when the drain begins, with its signal, by whoever begins it: nothing has been counted
  /// or written yet, and nothing waits for it.
  package var onForward: (@Sendable (Signal) -> Void)?
  /// Tells how much work is in flight, where that is not how many tasks there are; nil while it cannot
  /// be counted.
  package var inFlight: (@Sendable () -> Int?)?
  /// Waits a little for lines that have not gone out, before the process ends.
  var flushLog: (@Sendable () -> Void)?
  /// What was wrong with the variables, for the log.
  var unusedValues: [String]

  /// The environment variable that tells the grace period, in seconds: the pod's
  /// `terminationGracePeriodSeconds`, which Kubernetes passes to no process.
  public static let gracePeriodVariable = "LASTCALL_GRACE_SECONDS"
  /// The environment variable that tells ``limit``, in seconds.
  public static let limitVariable = "LASTCALL_DRAIN_SECONDS"
  /// The environment variable that tells ``delay``, in seconds.
  public static let delayVariable = "LASTCALL_DELAY_SECONDS"
  /// The environment variable that tells ``quietTime``, in seconds.
  public static let quietVariable = "LASTCALL_QUIET_SECONDS"
  /// The environment variable that tells ``drainSignals``, as `TERM,HUP`.
  public static let drainSignalsVariable = "LASTCALL_DRAIN_SIGNALS"
  /// The environment variable that tells ``endSignals``, as `TERM`.
  public static let endSignalsVariable = "LASTCALL_END_SIGNALS"

  /// Makes the configuration most servers want, from the environment.
  ///
  /// The limit is ``limitVariable``; without it, it is five seconds below the grace period. A preStop hook that
  /// takes its time before the signal is not known here, so that with one the variable has to be set.
  ///
  /// - Parameter gracePeriod: nil takes ``gracePeriodVariable``, and without it Kubernetes' 30 s.
  public init(gracePeriod: Duration? = nil) {
    self.init(gracePeriod: gracePeriod) { name in getenv(name).map { String(cString: $0) } }
  }

  /// Makes it from variables of another source.
  ///
  /// - Parameters:
  ///   - gracePeriod: nil takes ``gracePeriodVariable``.
  ///   - value: what a variable has; nil where there is none.
  public init(
    gracePeriod: Duration? = nil, variables value: @escaping (String) -> String?
  ) {
    var values = DrainVariables(value: value)
    self.gracePeriod = gracePeriod ?? values.seconds(of: Self.gracePeriodVariable, atLeast: 1)
    limit =
      values.seconds(of: Self.limitVariable, atLeast: 0.1)
      ?? max((self.gracePeriod ?? .seconds(30)) - .seconds(5), .seconds(1))
    delay = values.seconds(of: Self.delayVariable, atLeast: 0) ?? .zero
    quietTime = values.seconds(of: Self.quietVariable, atLeast: 0.1)
    let endSignals = values.signals(of: Self.endSignalsVariable) ?? []
    self.endSignals = endSignals
    drainSignals =
      values.signals(of: Self.drainSignalsVariable)
      ?? [.term, .hup, .int].filter { !endSignals.contains($0) }
    unusedValues = values.warnings
  }

  /// What is wrong with it, for the log.
  var warnings: [String] {
    var warnings = unusedValues
    if let gracePeriod, limit >= gracePeriod {
      warnings.append(
        "the drain may take \(limit.inSeconds) s, but the pod is killed after "
          + "\(gracePeriod.inSeconds) s: let the limit be less than the grace period less its preStop"
      )
    }
    if delay > .zero, delay >= limit {
      warnings.append(
        "new work is taken for \(delay.inSeconds) s, but the whole drain may take "
          + "\(limit.inSeconds) s: let the delay be less than the limit")
    }
    if let quietTime, quietTime >= delay {
      warnings.append(
        "no delay ends after \(quietTime.inSeconds) s without a new task, for it takes "
          + "\(delay.inSeconds) s at most: set \(Self.delayVariable) to more")
    }
    let both = drainSignals.filter(endSignals.contains)
    if !both.isEmpty {
      warnings.append(
        "\(both.map(\.description).joined(separator: ", ")) begins the drain, and does not end the "
          + "process at once")
    }
    return warnings
  }
}

/// Reads the variables, and notes those that hold nothing that can be used.
struct DrainVariables {
  let value: (String) -> String?
  private(set) var warnings: [String] = []

  init(value: @escaping (String) -> String?) {
    self.value = value
  }

  mutating func seconds(of variable: String, atLeast least: Double) -> Duration? {
    guard let text = value(variable) else { return nil }
    guard let seconds = Double(text), (least...1_000_000).contains(seconds) else {
      warnings.append("\(variable) is \"\(text)\", no number of seconds: it is not used")
      return nil
    }
    return Duration(inSeconds: seconds)
  }

  mutating func signals(of variable: String) -> [Signal]? {
    guard let text = value(variable) else { return nil }
    guard let signals = Signal.list(text) else {
      warnings.append(
        "\(variable) is \"\(text)\", no list of signals that can be handled: it is not used")
      return nil
    }
    return signals
  }
}
