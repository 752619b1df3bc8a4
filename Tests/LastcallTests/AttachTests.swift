import CLibrary
import Testing

struct AttachTests {
  private let folder: TemporaryFolder
  private let pod = PodEndpoint()

  init() throws { folder = try TemporaryFolder() }

  private func attach(
    _ options: String..., body: (RunningProgram) async throws -> Void
  ) async throws -> Program.Outcome {
    try await Program.run(
      ["attach", pod.address, "-o", "json"] + options, folder: folder, body)
  }

  @Test func `running, draining, drained and closed is clean`() async throws {
    try await pod.open()
    pod.answer("running", inFlight: 3)
    let outcome = try await attach("--grace", "5") { lastcall in
      try await lastcall.line(with: #""to":"ready""#)
      pod.answer("draining", inFlight: 2, elapsed: 0.1)
      try await lastcall.line(with: #""to":"draining""#)
      pod.answer("drained", inFlight: 0, elapsed: 1)
      try await lastcall.line(with: #""to":"drained""#)
      try await pod.close()
    }
    let events = try outcome.events
    #expect(events.filter { $0.event == "verdict" }.map(\.verdict) == ["clean"])
    #expect(events.last?.result == "drained")
    #expect(events.last?.verdicts == ["clean": 1])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
  }

  @Test func `closed at the end of the grace with work left is killed, and said to be assumed`()
    async throws
  {
    try await pod.open()
    pod.answer("draining", inFlight: 4, elapsed: 2.9)
    let outcome = try await attach("--grace", "3") { lastcall in
      try await lastcall.line(with: #""to":"draining""#)
      pod.answer("draining", inFlight: 4, elapsed: 3.3)
      try await lastcall.line(with: #""condition":"overdue","value":true"#)
      try await pod.close()
    }
    let verdict = try #require(try outcome.events.first { $0.event == "verdict" })
    #expect(verdict.verdict == "killed")
    #expect(verdict.assumed == true)
    #expect(outcome.exitCode == 2)
  }

  @Test func `it waits for an endpoint, and goes on when it comes back`() async throws {
    // The port is known only once it was open.
    try await pod.open()
    try await pod.close()
    pod.answer("running", inFlight: 1)
    let outcome = try await attach("--grace", "30", "--logs", "-") { lastcall in
      // It runs, and has nobody to ask.
      try await lastcall.closeInput()
      try await lastcall.line(with: "stdin has ended")
      try await pod.open()
      try await lastcall.line(with: #""to":"ready""#)
      try await pod.close()
      try await lastcall.line(with: "unreachable", "true")
      try await pod.open()
      try await lastcall.line(with: "unreachable", "false")
      lastcall.signal(SIGTERM)
    }
    #expect(try outcome.events.contains { $0.event == "verdict" } == false)
    #expect(outcome.exitCode == 143)
    try await pod.close()
  }

  @Test func `that nothing listens is said at once, with what to do, and is no success`()
    async throws
  {
    try await pod.open()
    try await pod.close()
    let outcome = try await attach("--for", "1s") { _ in }
    let notices = try outcome.events.filter { $0.event == "notice" }.compactMap(\.message)
    let port = pod.address.split(separator: ":").last ?? ""
    #expect(
      notices.prefix(2) == [
        "nothing listens on \(pod.address); lastcall is waiting",
        "to forward a pod's port: kubectl port-forward pod/NAME \(port)",
      ])
    #expect(outcome.exitCode == 1)
  }

  static let hostileBodies: [[UInt8]] = [
    Array(repeating: UInt8(ascii: "["), count: 1 << 20),
    Array("{\"phase\":\"\u{1B}]0;owned\u{7}\",\"inFlight\":1,\"drainElapsedSeconds\":0}".utf8),
    Array("\u{1B}[2J\u{1B}c\u{9B}31m\u{202E}".utf8),
    Array(#"{"phase":"\u001b[2J","inFlight":1,"drainElapsedSeconds":0}"#.utf8),
    [0xFF, 0xFE, 0x1B, 0x5B, 0x80, 0x00, 0xC0],
    Array(#"{"phase":"draining","inFlight":-1,"drainElapsedSeconds":1e999}"#.utf8),
  ]

  @Test(arguments: hostileBodies.indices, ["json", "text"])
  func `nothing of a hostile body gets out raw`(index: Int, format: String) async throws {
    try await pod.open()
    pod.answer("running", inFlight: 1)
    let outcome = try await Program.run(
      ["attach", pod.address, "-o", format], folder: folder
    ) { lastcall in
      try await lastcall.line(with: "ready")
      pod.answer(AttachTests.hostileBodies[index])
      // Answered a few times, and then what is right again.
      await pod.answered(times: 3)
      pod.answer("draining", inFlight: 1, elapsed: 1)
      try await lastcall.line(with: "draining")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(outcome.errors == "")
    #expect(!outcome.text.unicodeScalars.contains(where: isRaw))
    if format == "json" { #expect(try outcome.events.last?.event == "summary") }
    try await pod.close()
  }
}

/// A character that does something to a terminal instead of standing there.
func isRaw(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control: scalar != "\n"
  case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
  default: false
  }
}
