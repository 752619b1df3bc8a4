import CLibrary
import PodStatus
import Processes
import Synchronization

extension DrainController {
  /// Reads signals, and drives the drain from second to second.
  func attend() {
    var second: UInt64 = 1
    while true {
      var entry = pollfd(fd: events.reader, events: Int16(POLLIN), revents: 0)
      _ = poll(&entry, 1, milliseconds(untilSecond: second))
      events.calm()
      if settings.watchesSignals { receive(SignalWatch.takePending()) }
      let state = state.withLock { $0 }
      if state.released != nil, !settings.watchesSignals { return }
      guard state.phase == .draining else {
        if let left = nanosecondsToLive(state), left == 0 { endProcess() }
        continue
      }
      let elapsed = monotonicNanoseconds() - state.begun
      let isDelayOver = elapsed >= UInt64(nanosecondsOf: settings.delaySeconds)
      if isDelayOver { refuse() }
      if isDelayOver, self.state.withLock({ $0.hooks.isEmpty }), tasks.inFlight == 0 {
        finish(.drained)
      } else if elapsed >= UInt64(nanosecondsOf: limit(of: state)) {
        // A delay as long as the limit would never end by itself.
        refuse()
        finish(.timedOut)
      } else if elapsed >= second * 1_000_000_000 {
        settings.log("still waiting, \(whatIsLeft())")
        settings.onSecond?(status)
        second = elapsed / 1_000_000_000 + 1
      }
    }
  }

  /// Takes what has come since the last time.
  private func receive(_ signals: Set<Signal>) {
    for signal in signals.inTurn(drain: settings.signals) { receive(signal) }
  }

  private func receive(_ signal: Signal) {
    if settings.signals.contains(signal) {
      begin(by: signal)
    } else if settings.endingSignals.contains(signal), endAtOnce(by: signal) {
      return
    } else {
      settings.log("received \(signal), going on, \(inFlightText)")
    }
  }

  /// False when a drain has begun.
  private func endAtOnce(by signal: Signal) -> Bool {
    guard enterDrain(by: "\(signal)", endedBy: signal) != nil else { return false }
    refuse()
    settings.log("received \(signal), ending at once, \(inFlightText)")
    finish(tasks.inFlight == 0 ? .drained : .timedOut)
    return true
  }

  /// How long the thread may sleep: to the next second, the end of the delay or the limit.
  private func milliseconds(untilSecond second: UInt64) -> Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .draining else {
      return nanosecondsToLive(state).map(pollTime) ?? -1
    }
    let elapsed = monotonicNanoseconds() - state.begun
    let ends = [
      second * 1_000_000_000, UInt64(nanosecondsOf: settings.delaySeconds),
      UInt64(nanosecondsOf: limit(of: state)),
    ]
    let next = ends.filter { $0 > elapsed }.min() ?? elapsed
    return pollTime(next - elapsed)
  }

  /// For `poll`, a minute at most: it is called again.
  private func pollTime(_ nanoseconds: UInt64) -> Int32 {
    Int32(min(nanoseconds / 1_000_000 + 1, 60_000))
  }

  /// How long a process whose drain is over may still take to end; nil for ever.
  private func nanosecondsToLive(_ state: State) -> UInt64? {
    guard let released = state.released, settings.endsProcess, settings.watchesSignals else {
      return nil
    }
    let limit = UInt64(nanosecondsOf: limit(of: state))
    let end = max(state.begun + limit, released + 1_000_000_000)
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
    switch phase {
    case .timedOut: settings.log("timed out after \(seconds) s, \(whatIsLeft(inDetail: true))")
    // Nobody may read in it that nothing was lost.
    case _ where inFlight == nil: settings.log("over after \(seconds) s, \(inFlightText)")
    default: settings.log("drained after \(seconds) s")
    }
    for child in state.children { child.kill() }
    guard let onEnd = settings.onEnd else { return end() }
    let status = status
    Task.detached {
      await onEnd(status)
      self.end()
    }
    // A concurrency pool that is blocked would never call it.
    let left = max(limit(of: state) - seconds, 1)
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
      if state.released == nil { state.released = monotonicNanoseconds() }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
    over.open()
    // It has its own limit to keep now.
    events.wake()
  }
}
