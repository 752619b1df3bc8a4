import LastcallPod
import Testing

/// Drains whose signals and time a test plays.
struct DrainClockTests {
  private struct Played {
    let clock = ManualClock()
    let lines = Lines()
    let drain: DrainController

    init(_ change: (inout DrainConfiguration) -> Void = { _ in }) throws {
      var configuration = DrainConfiguration(gracePeriod: .seconds(30))
      configuration.isAtTerminal = false
      let lines = lines
      configuration.log = { lines.add($0) }
      change(&configuration)
      drain = try DrainController(configuration: configuration, signals: .manual, clock: clock)
    }

    /// The controller's thread has seen what there was to see.
    func until(_ line: String) async {
      while !lines.all.contains(line) { try? await Task.sleep(for: .milliseconds(1)) }
    }
  }

  @Test func `an hour of waiting takes no time, and ends at the limit to the nanosecond`()
    async throws
  {
    let played = try Played { $0.limit = .seconds(3600) }
    let ticket = played.drain.tasks.begin()
    played.drain.receive(.term)
    played.clock.advance(by: .seconds(1))
    await played.until("still waiting, 1 in flight")
    played.clock.advance(by: .seconds(3599) - .nanoseconds(1))
    #expect(played.drain.status.phase == .draining)
    played.clock.advance(by: .nanoseconds(1))
    let outcome = await played.drain.waitUntilOver()
    #expect(outcome.kind == .timedOut(left: 1))
    #expect(outcome.exitCode == 75)
    #expect(played.drain.status.elapsed == .seconds(3600))
    #expect(
      played.lines.all.last
        == "timed out after 3600.0 s, 1 in flight (1 request, the oldest for 3600.0 s)")
    ticket.end()
  }

  @Test func `work is taken until the delay is over`() async throws {
    let played = try Played { $0.delay = .seconds(5) }
    played.drain.receive(.hup)
    played.clock.advance(by: .seconds(5) - .nanoseconds(1))
    try played.drain.tasks.admit().end()
    #expect(played.drain.status.phase == .draining)
    played.clock.advance(by: .nanoseconds(1))
    #expect(await played.drain.waitUntilOver().kind == .drained)
    #expect(throws: WorkRefused()) { try played.drain.tasks.admit().end() }
  }

  @Test func `the delay ends as soon as no task has begun for a while`() async throws {
    let played = try Played {
      $0.delay = .seconds(20)
      $0.quietTime = .seconds(3)
    }
    // Long before the drain nothing began either: that says nothing of the news.
    played.clock.advance(by: .seconds(100))
    played.drain.receive(.term)
    played.clock.advance(by: .seconds(2))
    let ticket = try played.drain.tasks.admit()
    played.clock.advance(by: .seconds(2))
    try played.drain.tasks.admit().end()
    played.clock.advance(by: .seconds(3) - .nanoseconds(1))
    await played.until("still waiting, 1 in flight")
    // It counts from the newest task, however long that lasts.
    let late = try played.drain.tasks.admit()
    played.clock.advance(by: .seconds(3))
    await played.drain.waitUntilRefusing()
    late.end()
    #expect(played.drain.status.elapsed == .seconds(10) - .nanoseconds(1))
    ticket.end()
    #expect(await played.drain.waitUntilOver().kind == .drained)
  }

  @Test func `the delay is never longer for it`() async throws {
    let played = try Played {
      $0.delay = .seconds(6)
      $0.quietTime = .seconds(4)
    }
    played.drain.receive(.term)
    played.clock.advance(by: .seconds(3))
    try played.drain.tasks.admit().end()
    played.clock.advance(by: .seconds(3))
    #expect(await played.drain.waitUntilOver().kind == .drained)
    #expect(played.drain.status.elapsed == .seconds(6))
  }

  @Test func `at a terminal the second INT ends it at once, and so does QUIT`() async throws {
    for signal in [Signal.int, .quit] {
      let played = try Played { $0.isAtTerminal = true }
      let ticket = played.drain.tasks.begin()
      if signal == .int {
        played.drain.receive(.int)
        #expect(played.lines.all.last == "received SIGINT, draining, 1 in flight")
        #expect(played.drain.status.phase == .draining)
      }
      played.drain.receive(signal)
      let outcome = await played.drain.waitUntilOver()
      #expect(outcome.kind == .ended(by: signal))
      #expect(outcome.exitCode == 128 + signal.rawValue)
      #expect(played.lines.all.contains("received \(signal), ending at once, 1 in flight"))
      ticket.end()
    }
  }

  @Test func `in a pod a second INT changes nothing, nor does QUIT`() async throws {
    let played = try Played()
    let ticket = played.drain.tasks.begin()
    for signal in [Signal.quit, .int, .int, .quit] { played.drain.receive(signal) }
    #expect(
      played.lines.all == [
        "received SIGQUIT, going on, 1 in flight", "received SIGINT, draining, 1 in flight",
        "received SIGINT during the drain, going on, 1 in flight",
        "received SIGQUIT, going on, 1 in flight",
      ])
    ticket.end()
    #expect(await played.drain.waitUntilOver().kind == .drained)
  }

  @Test func `a signal that ends at once loses nothing where nothing was in flight`() async throws {
    let played = try Played {
      $0.drainSignals = [.hup]
      $0.endSignals = [.term]
      $0.delay = .seconds(5)
    }
    played.drain.receive(.term)
    #expect(await played.drain.waitUntilOver().exitCode == 0)
  }

  @Test func `variables say which signals do what, and what is none is said`() {
    func configuration(_ variables: [String: String]) -> (DrainConfiguration, [String]) {
      let lines = Lines()
      var configuration = DrainConfiguration(variables: { variables[$0] })
      configuration.log = { lines.add($0) }
      _ = try? DrainController(configuration: configuration, signals: .none)
      return (configuration, lines.all)
    }
    let (usual, nothing) = configuration([:])
    #expect(usual.drainSignals == [.term, .hup, .int] && usual.endSignals.isEmpty)
    #expect(usual.limit == .seconds(25) && usual.delay == .zero && usual.quietTime == nil)
    #expect(nothing.isEmpty)
    #expect(configuration(["LASTCALL_END_SIGNALS": "TERM"]).0.drainSignals == [.hup, .int])
    let (both, warnings) = configuration([
      "LASTCALL_END_SIGNALS": "TERM", "LASTCALL_DRAIN_SIGNALS": "SIGTERM,HUP",
      "LASTCALL_QUIET_SECONDS": "soon", "LASTCALL_GRACE_SECONDS": "60",
    ])
    #expect(both.drainSignals == [.term, .hup] && both.limit == .seconds(55))
    #expect(warnings.count == 2)
    #expect(warnings.first?.contains("LASTCALL_QUIET_SECONDS is \"soon\"") == true)
    #expect(warnings.last?.contains("SIGTERM begins the drain") == true)
    let (none, refused) = configuration(["LASTCALL_DRAIN_SIGNALS": "KILL"])
    #expect(none.drainSignals == usual.drainSignals && refused.count == 1)
    #expect(configuration(["LASTCALL_QUIET_SECONDS": "3"]).1.count == 1)
  }

  @Test func `without a source no signal is heard`() throws {
    let drain = try DrainController(signals: .none)
    drain.receive(.term)
    #expect(!drain.hasBegun)
  }

  @Test func `a handler is called when the drain begins while its operation runs, and else never`()
    async throws
  {
    let played = try Played()
    let calls = Lines()
    await played.drain.withDrainHandler {
    } onDrain: {
      calls.add("too late")
    }
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    let sum = await played.drain.withDrainHandler {
      played.drain.receive(.term)
      return await stream.reduce(0, +)
    } onDrain: {
      continuation.yield(3)
      continuation.finish()
    }
    #expect(sum == 3)
    await played.drain.withDrainHandler {
    } onDrain: {
      calls.add("at once")
    }
    #expect(calls.all == ["at once"])
    await played.drain.waitUntilRefusing()
  }
}
