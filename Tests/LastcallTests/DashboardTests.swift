import Subprocess
import Testing

@Suite(.enabled(if: Programs.has("tmux") && Programs.has("bash"), "needs tmux"))
struct DashboardTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the first frame comes, keys change it, and q ends it with 0`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) demo --scenario clean; echo ended=$?")
      try await terminal.wait(for: "deployment/web")
      try await terminal.wait(for: "draining")
      #expect(try await terminal.modes() == Terminal.dashboardModes)
      try await terminal.press("?")
      try await terminal.wait(for: "select the pod above")
      try await terminal.press("Escape")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("Enter")
      try await terminal.wait(for: "containers", until: { $0.contains("CONTAINER") })
      try await terminal.press("Escape")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("l")
      try await terminal.wait(for: "the log alone", until: { !$0.contains("TO SIGKILL") })
      try await terminal.press("Escape")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("r")
      try await terminal.wait(for: "so far")
      try await terminal.press("r")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("/", "z", "q", "z", "Enter")
      try await terminal.wait(for: "zqz")
      try await terminal.press("q")
      // What became of the pods stays behind.
      try await terminal.wait(for: "the report") {
        $0.contains("RESULT  interrupted") && $0.contains("ended=0")
      }
      #expect(try await terminal.modes() == Terminal.shellModes)
    }
    #expect(try await folder.leftovers() == [])
  }

  /// A way to end: a key, or the name of a signal.
  @Test(arguments: [
    ("q", 0), ("C-c", 0), ("-INT", 130), ("-TERM", 143), ("-HUP", 129), ("-SEGV", 139),
    ("-ABRT", 134),
  ])
  func `however it ends, the terminal is as it was before`(way: String, code: Int) async throws {
    try await Terminal.open(folder: folder) { terminal in
      // An interactive shell would put the terminal right itself; this one leaves it as it is.
      let script = """
        stty -a >before
        SWIFT_BACKTRACE=enable=no \(Program.path) demo --scenario clean
        echo ended=$?
        stty -a >after
        echo written
        """
      try folder.write(script.utf8, to: "script")
      try await terminal.enter("cd \(folder.path) && sh script")
      // Its workers are there then, which clear up after a crash.
      try await terminal.wait(for: "ready")
      if way.hasPrefix("-") {
        try await terminal.kill(way)
      } else {
        try await terminal.press(way)
      }
      try await terminal.wait(for: "ended=\(code)")
      try await terminal.wait(for: "written")
      #expect(try await terminal.modes() == Terminal.shellModes)
      #expect(folder.text(of: "before").contains("icanon"))
      #expect(folder.text(of: "after") == folder.text(of: "before"))
    }
    #expect(try await folder.leftovers() == [])
  }

  @Test func `nothing of the demo is left when it is killed`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) demo --scenario clean")
      try await terminal.wait(for: "ready")
      #expect(try await Programs.processes(with: folder.path + "/lastcall-demo-").isEmpty == false)
      try await terminal.kill("-KILL")
      try await terminal.wait(for: "Killed")
    }
    #expect(try await folder.leftovers() == [])
  }

  @Test func `Ctrl-Z gives the terminal back, and fg the screen`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("SWIFT_BACKTRACE=enable=no \(Program.path) demo")
      try await terminal.wait(for: "ready")
      for _ in 0..<2 {
        try await terminal.press("C-z")
        try await terminal.wait(for: "Stopped")
        #expect(try await terminal.modes() == Terminal.shellModes)
        try await terminal.enter("clear; fg")
        try await terminal.wait(for: "TO SIGKILL")
        #expect(try await terminal.modes() == Terminal.dashboardModes)
        try await terminal.press("?")
        try await terminal.wait(for: "select the pod above")
        try await terminal.press("Escape")
        try await terminal.wait(for: "TO SIGKILL")
      }
      // A crash after all this is still a crash, and of the same kind.
      try await terminal.kill("-ABRT")
      try await terminal.wait(for: "Aborted")
      #expect(try await terminal.modes() == Terminal.shellModes)
    }
    #expect(try await folder.leftovers() == [])
  }

  @Test func `after SIGSTOP and fg the keys are heard again`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) demo; echo ended=$?")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.kill("-STOP")
      try await terminal.wait(for: "Stopped")
      try await terminal.enter("clear; fg")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("?")
      try await terminal.wait(for: "select the pod above")
      #expect(try await terminal.modes() == Terminal.dashboardModes)
      try await terminal.press("q")
      try await terminal.wait(for: "READY")
      #expect(try await terminal.modes() == Terminal.shellModes)
    }
  }

  @Test func `Ctrl-Z stops the pipe's other end as well, or the shell would go on waiting`()
    async throws
  {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("sleep 100 | \(Program.path) attach 127.0.0.1:1 --logs -")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("C-z")
      try await terminal.wait(for: "Stopped")
      try await terminal.enter("clear; fg")
      try await terminal.wait(for: "TO SIGKILL")
      try await terminal.press("q")
      try await terminal.wait(for: "interrupted")
    }
  }

  @Test func `a new size is taken over`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) attach 127.0.0.1:1; echo ended=$?")
      try await terminal.wait(for: "TO SIGKILL")
      for (columns, rows) in [(60, 12), (140, 40), (100, 30)] {
        try await terminal.resize(columns: columns, rows: rows)
        try await terminal.wait(for: "a frame of \(columns) x \(rows)") { screen in
          let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
          let longest = lines.map(\.count).max() ?? 0
          return lines.count <= rows && lines.last?.isEmpty == false && longest == columns
        }
      }
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
    }
  }

  @Test(arguments: [("NO_COLOR=", true), ("NO_COLOR=1", false)])
  func `NO_COLOR leaves no colour on the screen`(variable: String, hasColor: Bool) async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(variable) \(Program.path) demo --scenario clean")
      try await terminal.wait(for: "ready")
      let styles = try await terminal.screen(withStyles: true)
        .matches(of: /\u{1B}\[([0-9;:]*)m/).flatMap { $0.1.split { ";:".contains($0) } }
        .compactMap { Int($0) }
      #expect(styles.contains { (30...49).contains($0) && $0 != 39 && $0 != 49 } == hasColor)
      try await terminal.press("q")
      try await terminal.wait(for: "interrupted")
    }
  }

  @Test func `a dumb terminal gets lines without a single escape`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try folder.write(
        """
        echo begin
        TERM=dumb \(Program.path) demo --timeout 3s
        echo ended=$?

        """.utf8, to: "script")
      try await terminal.enter("cd \(folder.path) && sh script")
      let written = try await terminal.written(from: "begin", to: "ended=0")
      #expect(written.contains("pending"))
      #expect(written.contains("deployment/web: timeout"))
      #expect(!written.contains(#"\033"#))
    }
  }
}

extension Terminal {
  /// Sends a signal to the dashboard that runs here.
  fileprivate func kill(_ signal: String) async throws {
    let dashboards = try await Programs.descendants(of: shell())
      .filter { $0.line.contains(Program.path) && $0.name == "lastcall" }
      .filter { !$0.line.contains("sandbox-worker") }
    #expect(dashboards.count == 1)
    for dashboard in dashboards {
      _ = try await run(
        .name("kill"), arguments: [signal, "\(dashboard.pid)"], output: .discarded)
    }
  }
}
