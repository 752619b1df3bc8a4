import CLibrary
import Testing

/// `--on-alert` of the program itself, on the status endpoint of a pod that will not make it.
struct OnAlertProcessTests {
  private let folder: TemporaryFolder
  private let pod = PodEndpoint()

  init() throws { folder = try TemporaryFolder() }

  private func attach(
    _ command: String, _ options: String..., path: String = "",
    body: (RunningProgram) async throws -> Void
  ) async throws -> Program.Outcome {
    try await pod.open()
    pod.answer("draining", inFlight: 4, elapsed: 26)
    let outcome = try await Program.run(
      ["attach", pod.address + path, "-o", "json", "--grace", "30", "--on-alert", command]
        + options,
      folder: folder, body)
    try await pod.close()
    return outcome
  }

  /// A command that does not end and a child of it that does not either, both with the folder's name.
  private var hangs: String { hangs(after: ":") }

  private func hangs(after step: String) -> String {
    "trap '' TERM; sh -c 'trap \"\" TERM; while :; do sleep 1; done; : \(folder.path)' & "
      + "\(step); wait"
  }

  /// A path that a shell would run, in characters a URL may have.
  private static let hostilePath = "/$(touch$IFS'owned');touch$IFS'owned'&'*~!"

  @Test
  func `the command gets the alert on stdin and in its environment, and nothing of it is run`()
    async throws
  {
    let script = """
      [ "$LASTCALL_ALERT_RULE $LASTCALL_ALERT_STATE" = 'deadline raised' ] || exit 0; \
      cd '\(folder.path)' && cat >>json && printf '%s\\n' "$LASTCALL_ALERT_STATE" \
      "$LASTCALL_ALERT_LEVEL" "$LASTCALL_ALERT_RULE" "$LASTCALL_ALERT_POD" \
      "$LASTCALL_ALERT_IN_FLIGHT" "$LASTCALL_ALERT_MESSAGE" "${LASTCALL_ON_ALERT-none}" >>variables; \
      echo written; exit 9
      """
    let outcome = try await attach(script, path: Self.hostilePath) { lastcall in
      try await lastcall.line(with: "--on-alert: exit code 9: written")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    let alert = try #require(
      try outcome.events.first { $0.rule == "deadline" && $0.state == "raised" })
    #expect(outcome.lines.contains { $0 + "\n" == folder.text(of: "json") })
    #expect(
      folder.text(of: "variables").split(separator: "\n", omittingEmptySubsequences: false)
        == ["raised", "critical", "deadline", pod.address + Self.hostilePath, "4", "", "none", ""]
        .enumerated().map { Substring($0.offset == 5 ? alert.message ?? "" : $0.element) })
    #expect(folder.text(of: "variables").contains("$(touch$IFS'owned')"))
    #expect(try folder.names().contains("owned") == false)
  }

  @Test func `it runs even when only verdicts are written`() async throws {
    let outcome = try await attach("cat >>'\(folder.path)/json'", "-q") { lastcall in
      await pod.answered(times: 4)
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(try outcome.events.map(\.event) == ["summary"])
    #expect(folder.text(of: "json").contains(#""level":"critical""#))
  }

  @Test func `a command that fails is said once, with its code and its last word`() async throws {
    let outcome = try await attach(
      #"echo no; printf '\033]0;x\007curl: (7) refused\n' >&2; exit 7"#
    ) {
      lastcall in
      try await lastcall.line(with: "--on-alert: exit code 7: curl: (7) refused (reported once)")
      pod.answer("drained", inFlight: 0, elapsed: 27)
      try await lastcall.line(with: #""state":"cleared""#)
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.lines.count { $0.contains("--on-alert") } == 1)
    #expect(outcome.errors == "")
  }

  @Test func `what it prints is read to its end, however much it is`() async throws {
    let outcome = try await attach(
      "yes $(printf %4000d 1) | head -c 100000000; echo; echo end; exit 5"
    ) { lastcall in
      try await lastcall.line(with: "--on-alert: exit code 5: end (reported once)")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
  }

  @Test func `a command that hangs is ended after 10 seconds, with its children`() async throws {
    let outcome = try await attach(hangs) { lastcall in
      try await lastcall.line(with: "--on-alert: terminated after 10 s (reported once)")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(try await folder.processes() == [])
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `what hangs when lastcall ends does not hold it up, and does not stay behind`(signal: Int32)
    async throws
  {
    // The command sends it: a test that is late would find it ended by its own limit of 10 s.
    let once = "mkdir '\(folder.path)/once' && kill -\(signal) $PPID"
    let outcome = try await attach(hangs(after: once)) { lastcall in
      try await lastcall.line(with: "summary")
    }
    #expect(outcome.exitCode == 128 + signal)
    #expect(outcome.errors.contains("terminated early, because lastcall exited"))
    #expect(try await folder.processes() == [])
  }

  @Test func `a second Ctrl-C ends the commands at once`() async throws {
    let outcome = try await attach(hangs) {
      lastcall in
      try await lastcall.line(with: #""rule":"deadline""#)
      lastcall.signal(SIGINT)
      try await lastcall.line(with: "summary")
      lastcall.signal(SIGINT)
    }
    #expect(outcome.exitCode == 130)
    #expect(try await folder.processes() == [])
  }

  @Test func `a command without a name is no command`() async throws {
    let outcome = try await attach(" ") { lastcall in
      try await lastcall.line(with: #""rule":"deadline""#)
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(outcome.errors == "")
  }

  @Test(arguments: ["replay", "report"])
  func `what only looks back has no command for alerts`(subcommand: String) async throws {
    let outcome = try await Program.run(
      [subcommand, "x.jsonl", "--on-alert", "true"], folder: folder)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("Unknown option '--on-alert'"), "\(outcome.errors)")
  }
}
