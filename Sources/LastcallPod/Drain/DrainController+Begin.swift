import Processes
import Synchronization

extension DrainController {
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

  /// Begins the drain with a limit of its own, unless that of the configuration is less.
  package func begin(by cause: String, atMost limit: Duration) {
    begin(by: cause, forwarding: .term, atMost: limit)
  }

  /// Begins the drain as if the signal had come, with a limit of its own.
  package func begin(by signal: Signal, atMost limit: Duration) {
    begin(by: "\(signal)", forwarding: signal, atMost: limit)
  }

  private func begin(by cause: String, forwarding signal: Signal, atMost limit: Duration? = nil) {
    guard let children = enterDrain(by: cause, forwarding: signal, atMost: limit) else {
      configuration.log("received \(cause) during the drain, going on, \(inFlightText)")
      return
    }
    // What counts and writes may take its time.
    configuration.onForward?(signal)
    for child in children { child.send(signal) }
    // Before those hear of it who end by it, as streams do.
    let inFlight = inFlightText
    hasDrainBegun.happen()
    configuration.log("received \(cause), draining, \(inFlight)")
    if let onDrain = configuration.onDrain { run("onDrain") { await onDrain(cause) } }
    if configuration.delay <= .zero { refuse() }
    // Only now: a process that is often idle need not say so each time.
    tasks.whenEmpty { [events] in events.wake() }
    events.wake()
  }

  /// The children there are at that moment, for a later one is told by whoever starts it; nil when a drain
  /// has begun.
  private func enterDrain(
    by cause: String, forwarding signal: Signal = .term, atMost limit: Duration? = nil,
    endedBy end: Signal? = nil
  ) -> [ChildProcess]? {
    state.withLock { state in
      guard state.phase == .running else { return nil }
      state.phase = .draining
      state.cause = cause
      state.begun = clock.now
      state.forwarded = signal
      state.shortLimit = limit
      state.endedBy = end
      if end == nil, configuration.onDrain != nil { state.holds.append("onDrain") }
      return state.children
    }
  }

  /// Takes a signal that the program has heard by itself, or that a test plays; only with ``SignalSource/manual``.
  public func receive(_ signal: Signal) {
    guard signals == .manual else { return }
    take(signal)
  }

  func take(_ signal: Signal) {
    let isDraining = state.withLock { $0.phase != .running }
    let isInterruptedAgain = configuration.isAtTerminal && signal == .int && isDraining
    if configuration.drainSignals.contains(signal), !isInterruptedAgain {
      begin(by: signal)
    } else if isInterruptedAgain || configuration.isAtTerminal && signal == .quit
      || configuration.endSignals.contains(signal) && !isDraining
    {
      endAtOnce(by: signal)
    } else {
      configuration.log("received \(signal), going on, \(inFlightText)")
    }
  }

  private func endAtOnce(by signal: Signal) {
    if enterDrain(by: "\(signal)", endedBy: signal) == nil {
      let isFirst = state.withLock { state in
        guard state.phase == .draining, state.endedBy == nil else { return false }
        state.endedBy = signal
        return true
      }
      guard isFirst else { return }
    }
    let inFlight = inFlightText
    hasDrainBegun.happen()
    configuration.log("received \(signal), ending at once, \(inFlight)")
    refuse()
    events.wake()
  }
}
