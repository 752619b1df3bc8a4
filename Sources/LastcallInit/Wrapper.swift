import CLibrary
import LastcallPod
import PodStatus
import Processes
import Synchronization

/// Carries the drain's events to the command and its descendants.
final class Wrapper: Sendable {
  private struct State {
    var descendants: Descendants?
    /// What came before the command had started.
    var early: [Signal] = []
    /// The signal they were asked to end with.
    var sent: Signal?
    var connections = Connections()
  }

  private let options: InitOptions
  private let server: AskedServer?
  private let state = Mutex(State())

  init(_ options: InitOptions) throws(SystemError) {
    self.options = options
    server =
      if case .status(let address, let port) = options.inFlight {
        try AskedServer(address, port: port)
      } else {
        nil
      }
  }

  /// How the drain goes: each of its events comes back to the wrapper.
  var drainSettings: DrainSettings {
    var settings = DrainSettings(gracePeriodSeconds: options.graceSeconds)
    if let seconds = options.timeoutSeconds { settings.timeoutSeconds = seconds }
    settings.signals = options.drainSignals
    settings.timedOutExitCode = options.timedOutExitCode
    if options.isQuiet { settings.log = { _ in } }
    settings.onBegin = { self.begin(by: $0) }
    settings.onOtherSignal = { self.send(self.rewritten($0)) }
    settings.onEnd = { self.end($0) }
    if options.inFlight != .process { settings.inFlight = { self.inFlight } }
    return settings
  }

  /// The command has started; the drain may have begun before.
  func take(_ descendants: Descendants) {
    let early = state.withLock { state in
      state.descendants = descendants
      return state.early
    }
    for signal in early { descendants.send(signal) }
  }

  /// The command's, or what the options make of it.
  var exitCode: Int32 {
    let state = state.withLock { ($0.descendants, $0.sent) }
    let code = state.0?.exitCode(after: state.1) ?? 0
    return options.exitCodes[code] ?? code
  }

  private func begin(by cause: String) {
    // Afterwards the listeners may be closed, and nothing would tell accepted connections from others.
    if options.inFlight == .connections { _ = inFlight }
    let signal = rewritten(Signal(cause) ?? .term)
    state.withLock { state in
      state.sent = signal
      state.descendants?.drainBegins()
    }
    send(signal)
  }

  private func rewritten(_ signal: Signal) -> Signal { options.rewrites[signal] ?? signal }

  private func send(_ signal: Signal) {
    let descendants = state.withLock { state in
      if state.descendants == nil { state.early.append(signal) }
      return state.descendants
    }
    descendants?.send(signal)
  }

  private func end(_ status: ShutdownStatus) {
    guard status.phase == .timedOut else { return }
    state.withLock { $0.descendants }?.killAll()
  }

  /// What the options count; nil where it cannot be counted and something runs, or may have just begun to.
  private var inFlight: Int? {
    state.withLock { state in
      guard let descendants = state.descendants else { return nil }
      guard descendants.areThereAny else { return 0 }
      if let server { return server.inFlight }
      return state.connections.count(of: descendants.processIDs)
    }
  }
}
