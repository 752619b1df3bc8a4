import Testing

/// What the dashboard does besides its picture when an alert becomes critical.
@Suite(.enabled(if: Programs.has("tmux") && Programs.has("bash"), "needs tmux"))
struct AlarmTests {
  private let folder: TemporaryFolder
  private let pod = PodEndpoint()

  init() throws { folder = try TemporaryFolder() }

  /// What a dashboard writes on its terminal from its start to its end; a control is `\` and octal.
  private func written(_ variables: String, _ options: String = "") async throws -> Substring {
    try await pod.open()
    pod.answer("draining", inFlight: 4, elapsed: 26)
    var written: Substring = ""
    try await Terminal.open(folder: folder) { terminal in
      try folder.write(
        """
        echo begin
        \(variables) \(Program.path) attach \(pod.address) --grace 30 \(options)
        echo ended=$?

        """.utf8, to: "script")
      try await terminal.enter("cd \(folder.path) && sh script")
      try await terminal.wait(for: "SIGKILL in ")
      #expect(try await terminal.modes() == Terminal.dashboardModes)
      try await terminal.press("q")
      try await terminal.wait(for: "ended=2")
      written = try await terminal.written(from: "begin", to: "ended=2")
    }
    try await pod.close()
    return written
  }

  @Test func `it rings, and asks for no notification of a terminal it does not know`() async throws
  {
    let written = try await written("TERM=xterm-256color")
    #expect(written.contains(#"\007"#))
    #expect(written.firstMatch(of: /\\033\](9|99|777);/) == nil)
  }

  @Test func `a notification goes to the terminal that shows one`() async throws {
    let written = try await written("TERM=xterm-256color LC_TERMINAL=iTerm2")
    let sequences = written.matches(of: /\\033\]9;lastcall: (.*?)\\033\\134/)
    // The forecast, once it has enough counts, tells its chance, and begins alike.
    let deadline = sequences.filter {
      $0.1.contains("\(pod.address)/shutdown-status: SIGKILL in ")
        && !$0.1.contains("% chance that all finish")
    }
    #expect(deadline.count == 1)
    #expect(written.contains(#"\007"#))
  }

  @Test func `through tmux it is wrapped, and the picture is not hurt`() async throws {
    let written = try await written("LASTCALL_NOTIFY=osc777")
    let sequences = written.matches(
      of:
        /\\033Ptmux;\\033\\033\]777;notify;lastcall;[^;]*: SIGKILL in [^;\\%]*\\033\\033\\134\\033\\134/
    )
    #expect(sequences.count == 1)
  }

  @Test(arguments: [
    ("LASTCALL_NOTIFY=osc777", "--quiet"), ("LASTCALL_NOTIFY=never LASTCALL_BELL=false", ""),
  ])
  func `it is silent when that is asked for`(variables: String, options: String) async throws {
    let written = try await written(variables + " LC_TERMINAL=iTerm2", options)
    #expect(!written.contains(#"\007"#))
    #expect(
      !written.contains("lastcall; ") && !written.contains("]777") && !written.contains("]9;"))
  }
}
