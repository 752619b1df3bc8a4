import CLibrary
public import PodStatus

/// How a process ends.
public struct DrainSettings: Sendable {
  /// The signals that begin the drain; while it goes on, further ones are logged and change nothing.
  ///
  /// In a terminal Ctrl-C is among them by default.
  public var signals: [Signal] = isatty(STDIN_FILENO) == 1 ? [.term, .hup, .int] : [.term, .hup]
  /// Signals that end the process at once, unless a drain has begun.
  ///
  /// With `signals = [.hup]` and `endingSignals = [.term]` a preStop hook decides that a pod drains, and
  /// whoever else stops it does not wait.
  public var endingSignals: [Signal] = []
  /// Whether every other signal that would end the process is logged and changes nothing, unless the
  /// program handles it.
  public var logsOtherSignals = true
  /// How long, in seconds, new work is taken after the drain has begun, since the news that the pod is no
  /// longer an endpoint needs its time; ``TaskCounter/admit(_:)`` refuses then, and the drain ends no sooner.
  ///
  /// By default ``delayVariable``, and without it none.
  public var delaySeconds = seconds(of: delayVariable, atLeast: 0) ?? 0
  /// How long the whole drain may take, in seconds, the delay included: less than the grace period less what the
  /// preStop hook takes before the signal.
  public var timeoutSeconds: Double
  /// What the pod believes its grace period is, in seconds; it is told, and the limit is compared with it.
  public var gracePeriodSeconds: Double?
  /// Whether a process that is still there at its limit, a second after the end of its drain at least, is
  /// ended by the controller.
  ///
  /// A program may be unable to end: its main thread or all of the concurrency pool is blocked by what
  /// it could not finish. Only where signals are watched.
  public var endsProcess = true
  /// The exit code of a process that gave up with work left; 0 only ever means drained.
  public var timedOutExitCode: Int32 = 75
  /// Called with the cause when the drain begins; it ends no sooner than this has returned.
  ///
  /// Here a readiness probe learns to fail.
  public var onBegin: (@Sendable (String) async -> Void)?
  /// Called when new work is refused: when the drain begins, or ``delaySeconds`` later; it ends no sooner than
  /// this has returned.
  ///
  /// Here a server closes its listener.
  public var onRefuse: (@Sendable () async -> Void)?
  /// Called each second of the drain, on the controller's own thread: it must not block.
  public var onSecond: (@Sendable (ShutdownStatus) -> Void)?
  /// Called when the drain is over, before the process ends; it has what is left of the limit, and a
  /// second at least.
  public var onEnd: (@Sendable (ShutdownStatus) async -> Void)?
  /// Whether children that other processes have left to this one are reaped, as PID 1 must.
  ///
  /// Only for a program that starts its own children with
  /// ``DrainController/startChild(_:rewriting:)`` alone: whoever else waits for one would miss its end.
  public var reapsOrphans = false
  /// Called first of all when the drain begins, with its signal, by whoever begins it: nothing has been counted
  /// or written yet, and nothing waits for it.
  package var onForward: (@Sendable (Signal) -> Void)?
  /// Tells how much work is in flight, where that is not how many tasks there are; nil while it cannot
  /// be counted.
  package var inFlight: (@Sendable () -> Int?)?
  /// Takes one line for people; it must not block.
  public var log: @Sendable (String) -> Void = writeLine

  /// The environment variable that tells the grace period, in seconds: the pod's
  /// `terminationGracePeriodSeconds`, which Kubernetes passes to no process.
  public static let graceVariable = "LASTCALL_GRACE_SECONDS"
  /// The environment variable that tells ``timeoutSeconds``.
  public static let limitVariable = "LASTCALL_DRAIN_SECONDS"
  /// The environment variable that tells ``delaySeconds``.
  public static let delayVariable = "LASTCALL_DELAY_SECONDS"

  /// Makes the settings most servers want.
  ///
  /// The limit is ``limitVariable``; without it, it is five seconds below the grace period. A preStop hook that
  /// takes its time before the signal is not known here, so that with one the variable has to be set.
  ///
  /// - Parameter gracePeriodSeconds: nil takes ``graceVariable``, and without it Kubernetes' 30 s.
  public init(gracePeriodSeconds: Double? = nil) {
    self.gracePeriodSeconds =
      gracePeriodSeconds ?? Self.seconds(of: Self.graceVariable, atLeast: 1)
    timeoutSeconds =
      Self.seconds(of: Self.limitVariable, atLeast: 0.1)
      ?? max((self.gracePeriodSeconds ?? 30) - 5, 1)
  }

  private static func seconds(of variable: String, atLeast least: Double) -> Double? {
    guard let text = getenv(variable).map({ String(cString: $0) }), let seconds = Double(text),
      (least...1_000_000).contains(seconds)
    else { return nil }
    return seconds
  }

  var watchesSignals: Bool { !(signals + endingSignals).isEmpty }

  /// What is wrong with the limits, for the log.
  var warnings: [String] {
    var warnings = [(Self.graceVariable, 1), (Self.limitVariable, 0.1), (Self.delayVariable, 0)]
      .compactMap {
        variable, least -> String? in
        guard let text = getenv(variable).map({ String(cString: $0) }),
          Self.seconds(of: variable, atLeast: least) == nil
        else { return nil }
        return "\(variable) is \"\(text)\", no number of seconds: it is not used"
      }
    if let grace = gracePeriodSeconds, timeoutSeconds >= grace {
      warnings.append(
        "the drain may take \(timeoutSeconds) s, but the pod is killed after \(grace) s: "
          + "let the limit be less than the grace period less its preStop")
    }
    if delaySeconds > 0, delaySeconds >= timeoutSeconds {
      warnings.append(
        "new work is taken for \(delaySeconds) s, but the whole drain may take \(timeoutSeconds) s: "
          + "let the delay be less than the limit")
    }
    return warnings
  }
}

/// Writes a line to stdout, but never waits for whoever reads it, nor ends with them: a log that is full, stuck or gone
/// must not hold up a drain.
public func writeLine(_ line: String) {
  var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
  guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
  // A pipe that is ready takes as much as this at once.
  writeWithoutSignal(STDOUT_FILENO, Array(line.utf8.prefix(4000)) + [0x0a])
}
