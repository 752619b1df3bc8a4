import CLibrary
import PodStatus
import Testing

/// The example programs as real processes: real requests, real signals, exit codes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ExampleProgramTests {
  @Test(
    .enabled(if: PodProgram.has("python3"), "python3 is on the PATH"),
    arguments: ExampleStory.allCases)
  func `the example in Python keeps the contract`(story: ExampleStory) async throws {
    try await story.run(on: .python)
  }

  @Test(
    .enabled(if: PodProgram.has("node"), "node is on the PATH"),
    arguments: ExampleStory.allCases)
  func `the example in Node keeps the contract`(story: ExampleStory) async throws {
    try await story.run(on: .node)
  }

  @Test(
    .enabled(if: PodProgram.has("go"), "go is on the PATH"),
    arguments: ExampleStory.allCases)
  func `the example in Go keeps the contract`(story: ExampleStory) async throws {
    try await story.run(on: .go)
  }
}

/// What must come out for a service in any language.
enum ExampleStory: String, CaseIterable, CustomTestStringConvertible {
  case noneIsLost = "of 20 requests in flight none is lost, and the count falls to 0"
  case stuck = "a stuck request does not keep it for ever, and the exit code says so"
  case twoSignals = "a second signal changes nothing"
  case idle = "with nothing in flight it ends at once"
  case byHTTP = "a drain that a preStop hook begins and waits for"

  var testDescription: String { rawValue }

  func run(on program: ExampleProgram) async throws {
    switch self {
    case .noneIsLost: try await noneIsLost(program)
    case .stuck: try await stuck(program)
    case .twoSignals: try await twoSignals(program)
    case .idle: try await idle(program)
    case .byHTTP: try await byHTTP(program)
    }
  }

  private func noneIsLost(_ program: ExampleProgram) async throws {
    let outcome = try await program.run(drainSeconds: 30) { service in
      let requests = (0..<20).map { service.request("/work?ms=\(8000 + 100 * $0)") }
      try await service.untilInFlight(20)
      let running = try await service.status()
      #expect(running.phase == .running)
      #expect(running.drainElapsedSeconds == 0)
      #expect(running.signal == nil)
      #expect(running.drainTimeoutSeconds == 30)
      let waiting = service.question("?wait=60")

      service.signal(SIGTERM)
      try await service.line(with: "received SIGTERM, draining")
      var seen = try await [service.status()]
      #expect(await service.request("/readyz").answer().code == 503)
      #expect(await service.request("/work?ms=0").answer().code == 503)
      while seen.last?.phase == .draining { seen.append(try await service.status("?wait=0.1")) }

      #expect(seen.dropLast().allSatisfy { $0.phase == .draining })
      #expect(seen.allSatisfy { $0.signal == "SIGTERM" && $0.oldestSeconds.count == $0.inFlight })
      #expect(seen.allSatisfy { $0.oldestSeconds == $0.oldestSeconds.sorted(by: >) })
      #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.inFlight ?? 0 >= $1.inFlight ?? 0 })
      #expect(
        zip(seen, seen.dropFirst()).allSatisfy { $0.drainElapsedSeconds <= $1.drainElapsedSeconds })
      #expect(seen.last?.phase == .drained)
      #expect(seen.last?.inFlight == 0)
      let last = try ShutdownStatus(json: await waiting.answer().body)
      #expect(last.phase == .drained)
      for request in requests { #expect(await request.answer().code == 200) }
    }
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains { $0.contains("still waiting, ") })
    #expect(outcome.lines.last?.contains("drained") == true)
  }

  private func stuck(_ program: ExampleProgram) async throws {
    let outcome = try await program.run(drainSeconds: 2) { service in
      let request = service.request("/work?ms=600000")
      try await service.untilInFlight(1)
      service.signal(SIGTERM)
      let end = try await service.status("?wait=60")
      #expect(end.phase == .timedOut)
      #expect(end.inFlight == 1)
      #expect(end.oldestSeconds.count == 1)
      #expect(end.drainElapsedSeconds >= 2)
      #expect(await request.answer().code == nil)
    }
    #expect(outcome.exitCode == 75)
    #expect(outcome.lines.last?.contains("timedOut") == true, "\(outcome.lines)")
    #expect(outcome.lines.last?.contains("1 in flight") == true, "\(outcome.lines)")
  }

  private func twoSignals(_ program: ExampleProgram) async throws {
    let outcome = try await program.run(drainSeconds: 30) { service in
      let request = service.request("/work?ms=2000")
      try await service.untilInFlight(1)
      let waiting = service.question("?wait=60")
      service.signal(SIGHUP)
      try await service.line(with: "received SIGHUP, draining, 1 in flight")
      service.signal(SIGTERM)
      try await service.line(with: "received SIGTERM")
      #expect(await request.answer().code == 200)
      let last = try ShutdownStatus(json: await waiting.answer().body)
      #expect(last.phase == .drained)
      #expect(last.signal == "SIGHUP")
    }
    #expect(outcome.exitCode == 0)
  }

  private func idle(_ program: ExampleProgram) async throws {
    let outcome = try await program.run(drainSeconds: 30) { service in
      let waiting = service.question("?wait=60")
      service.signal(SIGTERM)
      let last = try ShutdownStatus(json: await waiting.answer().body)
      #expect(last.phase == .drained)
      #expect(last.drainElapsedSeconds < 30)
    }
    #expect(outcome.exitCode == 0)
  }

  private func byHTTP(_ program: ExampleProgram) async throws {
    let outcome = try await program.run(drainSeconds: 30) { service in
      let request = service.request("/work?ms=1000")
      try await service.untilInFlight(1)
      #expect(try await service.status("?drain=0").phase == .running)
      for field in [nil, "Lastcall-Drain: other", "Lastcall-Drain:"] {
        #expect(await service.question("?drain=1", field: field).answer().code == 403)
      }
      #expect(try await service.status().phase == .running)
      let last = try await service.status("?drain=1&wait=60", field: PodProgram.drainField)
      #expect(last.phase == .drained)
      #expect(last.signal == "http")
      #expect(await request.answer().code == 200)
    }
    #expect(outcome.exitCode == 0)
  }
}
