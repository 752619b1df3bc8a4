/// Where a ``DrainController`` hears of signals.
public enum SignalSource: Sendable {
  /// It handles the process's own: one controller in a process can.
  case process
  /// From ``DrainController/receive(_:)``: the program handles the signals by itself, or a test plays them.
  case manual
  /// Nowhere: only ``DrainController/begin(by:)-(String)`` begins the drain.
  case none
}
