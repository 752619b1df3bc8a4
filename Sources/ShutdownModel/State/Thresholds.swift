public import Time

/// The lengths of time the rules use; each has its default in `config/lastcall.yaml`.
public struct Thresholds: Equatable, Sendable {
  /// The deadline rule warns from this part of the grace on.
  public var deadlineWarningPart = 0.5
  /// The deadline rule is critical when no more than this is left.
  public var deadlineCriticalLeft = TimeSpan.seconds(5)
  /// Or when this part of the grace is left, whichever is less.
  public var deadlineCriticalPart = 0.25
  /// The forecast rule warns when the chance to be done in time has stayed below this.
  public var forecastWarning = 0.5
  /// The forecast rule is critical when the chance has stayed below this.
  public var forecastCritical = 0.1
  /// And is cleared when the chance has stayed at this or above.
  public var forecastClear = 0.7
  /// How long the chance has to stay there.
  public var forecastHold = TimeSpan.seconds(2)
  /// How long after the signal must have been sent a process may go on as if there had been none.
  public var noSignalAfter = TimeSpan.seconds(2)
  /// How long a status endpoint may be silent before that is said.
  public var statusLostAfter = TimeSpan.seconds(5)
  /// How long past its SIGKILL a container that still runs is critical.
  public var overdueCriticalAfter = TimeSpan.seconds(10)
  /// The part of its progress deadline a rollout may stand still before that is said.
  public var stalledPart = 0.5
  /// How long a deletion may go unseen by the kubelet before that is said.
  public var unseenAfter = TimeSpan.seconds(2)
  /// A kubelet that is seen to know later than this began its kill at that moment, not before.
  public var unseenRestartsAfter = TimeSpan.seconds(5)
  /// How long past its SIGKILL a container may show as running before it is overdue.
  public var overdueAfter = TimeSpan.seconds(2)
  /// How long an object may stay after its containers have ended.
  public var stuckAfter = TimeSpan.seconds(10)
  /// How long after the signal must have been sent a drain is inferred.
  public var inferDrainAfter = TimeSpan.seconds(1)
  /// How long a verdict waits for the log streams to end.
  public var verdictHold = TimeSpan.seconds(2)
  /// Silence that ends a shutdown seen by `attach`.
  public var attachSilence = TimeSpan.seconds(10)
  /// A count of in-flight tasks older than this at the request says nothing about the end.
  public var lastLookBeforeAsked = Freshness.beforeEnd

  /// Makes the default thresholds.
  public init() {}
}
