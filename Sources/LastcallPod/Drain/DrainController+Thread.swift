import CLibrary
import Processes
import Synchronization

extension DrainController {
  func watchSignals() throws(SystemError) {
    var chosen = configuration.drainSignals + configuration.endSignals
    // Swift's runtime takes SIGQUIT for a crash, and prints where it happened.
    if configuration.logsOtherSignals || configuration.isAtTerminal { chosen.append(.quit) }
    if configuration.isAtTerminal { chosen.append(.int) }
    try SignalWatch.install(
      chosen, andUnlessHandled: configuration.logsOtherSignals ? Signal.ending : [],
      writer: events.writer)
  }

  func startAttending() throws(SystemError) {
    // What the process's signals wake must not go.
    let owner = signals == .process ? self : nil
    try startThread { [weak self, events] in
      var second: UInt64 = 1
      // Nobody holds it while it waits, so that it can go.
      while let milliseconds = self?.pollTime(untilSecond: second) {
        var entry = pollfd(fd: events.reader, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, milliseconds)
        events.calm()
        guard self?.attend(&second) == true else { break }
      }
      withExtendedLifetime(owner) {}
    }
  }

  /// Reads signals, and drives the drain from second to second; false when nothing is left to do.
  private func attend(_ second: inout UInt64) -> Bool {
    if signals == .process {
      for signal in SignalWatch.takePending().inTurn(drain: configuration.drainSignals) {
        take(signal)
      }
    }
    let state = state.withLock { $0 }
    if state.released != nil, signals != .process { return false }
    guard state.phase == .draining else {
      if let left = nanosecondsToLive(state), left == 0 { endProcess() }
      return true
    }
    let elapsed = clock.now - min(clock.now, state.begun)
    let isDelayOver = nanosecondsOfDelay(state, elapsed) == 0
    if isDelayOver { refuse() }
    if isDelayOver, tasks.inFlight == 0 { isIdle.happen() }
    if state.endedBy != nil {
      finish(tasks.inFlight == 0 ? .drained : .timedOut)
    } else if isDelayOver, self.state.withLock({ $0.holds.isEmpty }), tasks.inFlight == 0 {
      finish(.drained)
    } else if elapsed >= limit(of: state).nanoseconds {
      // A delay as long as the limit would never end by itself.
      refuse()
      finish(.timedOut)
    } else if elapsed >= second * 1_000_000_000 {
      configuration.log("still waiting, \(whatIsLeft())")
      configuration.onSecond?(status)
      second = elapsed / 1_000_000_000 + 1
    }
    return true
  }

  /// How long the delay still takes as far as is known now: a new task may prolong it.
  private func nanosecondsOfDelay(_ state: State, _ elapsed: UInt64) -> UInt64 {
    let delay = configuration.delay.nanoseconds
    guard delay > elapsed, !isWorkRefused.hasHappened else { return 0 }
    guard let quietTime = configuration.quietTime?.nanoseconds else { return delay - elapsed }
    let quiet = min(tasks.quietNanoseconds, elapsed)
    return quiet >= quietTime ? 0 : min(delay - elapsed, quietTime - quiet)
  }

  /// How long the thread may wait: to the next second, the end of the delay or the limit.
  private func pollTime(untilSecond second: UInt64) -> Int32 {
    let state = state.withLock { $0 }
    guard state.phase == .draining else {
      return clock.pollTime(nanosecondsToLive(state), waking: events)
    }
    let elapsed = clock.now - min(clock.now, state.begun)
    var next = [second * 1_000_000_000, limit(of: state).nanoseconds].filter { $0 > elapsed }
      .map { $0 - elapsed }
    let delay = nanosecondsOfDelay(state, elapsed)
    if delay > 0 { next.append(delay) }
    return clock.pollTime(next.min() ?? 0, waking: events)
  }

  /// How long a process whose drain is over may still take to end; nil for ever.
  private func nanosecondsToLive(_ state: State) -> UInt64? {
    guard let released = state.released, configuration.endsProcess, signals == .process else {
      return nil
    }
    let limit = state.endedBy == nil ? limit(of: state).nanoseconds : 0
    let end = max(state.begun + limit, released + 1_000_000_000)
    let now = clock.now
    return end > now ? end - now : 0
  }

  private func endProcess() {
    configuration.log("the program has not ended after its drain, ending it")
    configuration.flushLog?()
    _exit(state.withLock { $0.outcome }?.exitCode ?? configuration.timedOutExitCode)
  }

  private func finish(_ phase: DrainStatus.Phase) {
    let state = state.withLock { state in
      state.phase = phase
      state.ended = clock.now
      return state
    }
    let seconds = (state.ended - state.begun).asDuration.inSeconds
    switch phase {
    case .timedOut where state.endedBy == nil:
      configuration.log("timed out after \(seconds) s, \(whatIsLeft(inDetail: true))")
    case .timedOut:
      configuration.log("ended after \(seconds) s, \(whatIsLeft(inDetail: true))")
    // Nobody may read in it that nothing was lost.
    case _ where inFlight == nil: configuration.log("over after \(seconds) s, \(inFlightText)")
    default: configuration.log("drained after \(seconds) s")
    }
    let outcome = outcome(of: state)
    for child in state.children { child.kill() }
    guard state.endedBy == nil, let onEnd = configuration.onEnd else { return end(outcome) }
    let status = status
    Task {
      await onEnd(status)
      self.end(outcome)
    }
    // A concurrency pool that is blocked would never call it.
    let left = max(limit(of: state).inSeconds - seconds, 1)
    do {
      try startThread { if !self.over.wait(atMost: left) { self.end(outcome) } }
    } catch {
      end(outcome)
    }
  }

  /// Lets those go who wait for the end.
  private func end(_ outcome: DrainOutcome) {
    state.withLock { state in
      if state.released == nil { state.released = clock.now }
      state.outcome = state.outcome ?? outcome
    }
    isOver.happen()
    over.open()
    // It has its own limit to keep now.
    events.wake()
  }
}
