/// Everything that can be set, under the one name it has everywhere.
///
/// The raw value is the key in `lastcall.yaml`; the environment variable is `LASTCALL_` and that
/// name in capitals.
public enum Setting: String, CaseIterable, Sendable {
  case pollRate = "poll-rate"
  case status
  case statusPort = "status-port"
  case statusPath = "status-path"
  case maxLogStreams = "max-log-streams"
  case logLines = "log-lines"
  case logBytes = "log-bytes"
  case theme
  case columns
  case ascii
  case color
  case mouse
  case utc
  case record
  case deadlineWarning = "deadline-warning"
  case deadlineCritical = "deadline-critical"
  case deadlineCriticalPart = "deadline-critical-part"
  case forecastWarning = "forecast-warning"
  case forecastCritical = "forecast-critical"
  case forecastClear = "forecast-clear"
  case forecastHold = "forecast-hold"
  case noSignalAfter = "no-signal-after"
  case statusLostAfter = "status-lost-after"
  case overdueCriticalAfter = "overdue-critical-after"
  case rolloutStalledPart = "rollout-stalled-part"
  case bell
  case notify
  case onAlert = "on-alert"

  /// The flag, for those that have one: `--poll-rate`.
  public var flag: String {
    switch self {
    case .color: "--no-color"
    case .mouse: "--no-mouse"
    default: "--\(rawValue)"
    }
  }

  /// `LASTCALL_POLL_RATE`.
  public var environmentName: String {
    "LASTCALL_" + rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }
}
