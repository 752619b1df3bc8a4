import CLibrary
import LastcallPod
import Processes
import Synchronization

/// Carries the drain's events to the command and its descendants.
final class Wrapper: Sendable {
  private struct State {
    var descendants: Descendants?
    /// The signal they were asked to end with, perhaps before the command had started.
    var sent: Signal?
  }

  private let options: InitOptions
  private let server: AskedServer?
  private let connections: Connections?
  private let state = Mutex(State())

  init(_ options: InitOptions) throws(SystemError) {
    self.options = options
    server =
      if case .status(let address, let port) = options.inFlight {
        try AskedServer(address, port: port)
      } else {
        nil
      }
    connections = options.inFlight == .connections ? try Connections() : nil
  }

  /// How the drain goes: each of its events comes back to the wrapper.
  var configuration: DrainConfiguration {
    var configuration = DrainConfiguration(
      gracePeriod: options.graceSeconds.map { Duration(inSeconds: $0) })
    if let seconds = options.timeoutSeconds { configuration.limit = Duration(inSeconds: seconds) }
    configuration.timedOutExitCode = options.timedOutExitCode
    if options.isQuiet { configuration.log = { _ in } }
    configuration.onForward = { self.begin(by: $0) }
    configuration.onEnd = { self.end($0) }
    if options.inFlight != .process { configuration.inFlight = { self.inFlight } }
    return configuration
  }

  /// The command has started; a request may have begun the drain before.
  func take(_ descendants: Descendants) {
    connections?.watch(descendants)
    let sent = state.withLock { state in
      state.descendants = descendants
      return state.sent
    }
    if let sent { descendants.beginDrain(with: sent) }
  }

  /// Begins the drain with them, or passes them on.
  func receive(_ signals: Set<Signal>, _ drain: DrainController) {
    for signal in signals.inTurn(drain: options.drainSignals) {
      let hasBegun = drain.hasBegun
      if options.drainSignals.contains(signal) {
        // During the drain it is a line in the log.
        drain.begin(by: signal)
        if !hasBegun || isHook(before: signal) { continue }
      } else if options.endSignals.contains(signal) {
        // What began to drain goes on: the kubelet sends it right behind a hook's.
        drain.begin(by: signal, atMost: Self.shortLimit)
        continue
      }
      state.withLock { $0.descendants }?.send(rewritten(signal))
    }
  }

  /// The command has ended: those it has left behind are asked to end as well.
  func endOthers(_ drain: DrainController) {
    guard let descendants = state.withLock({ $0.descendants }) else { return }
    if !drain.hasBegun {
      // What has failed is to be started anew soon.
      if descendants.hasFailed {
        drain.begin(by: "exit", atMost: Self.shortLimit)
      } else {
        drain.begin(by: "exit")
      }
    } else if options.signalsOnlyChild, let sent = state.withLock({ $0.sent }) {
      descendants.send(sent)
    }
  }

  private static let shortLimit = Duration.seconds(3)

  /// Whether the kubelet may have sent the signal behind the one of a preStop hook: a program that hears it twice, or
  /// was to drain on another one, would drop what it has just begun to finish.
  private func isHook(before signal: Signal) -> Bool {
    signal == .term
      && (options.chosenDrainSignals != nil || rewritten(signal) == state.withLock { $0.sent })
  }

  /// The command's, or what the options make of it.
  var exitCode: Int32 {
    let state = state.withLock { ($0.descendants, $0.sent) }
    let code = state.0?.exitCode(after: state.1) ?? 0
    return options.exitCodes[code] ?? code
  }

  /// First the command hears of it; what is counted and written comes after.
  private func begin(by cause: Signal) {
    let signal = rewritten(cause)
    let descendants = state.withLock { state in
      state.sent = signal
      return state.descendants
    }
    descendants?.beginDrain(with: signal)
    connections?.drainBegins()
  }

  private func rewritten(_ signal: Signal) -> Signal { options.rewrites[signal] ?? signal }

  private func end(_ status: DrainStatus) {
    guard status.phase == .timedOut else { return }
    state.withLock { $0.descendants }?.killAll()
  }

  /// What the options count; nil where that is not known, also once everything has ended: whose work nobody counted
  /// may have lost some.
  private var inFlight: Int? {
    guard let descendants = state.withLock({ $0.descendants }) else { return nil }
    if descendants.areThereAny { return server.map(\.inFlight) ?? connections?.count }
    return (server.map(\.inFlight) ?? connections?.newestCount) == nil ? nil : 0
  }
}
