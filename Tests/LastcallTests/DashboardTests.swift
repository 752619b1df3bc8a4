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
      try await terminal.wait(for: "select a pod, scroll")
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
        $0.contains("RESULT    ") && $0.contains("exit code 0")
          && $0.contains("lastcall: stopped") && $0.contains("ended=0")
      }
      #expect(try await terminal.modes() == Terminal.shellModes)
    }
    #expect(try await folder.leftovers() == [])
  }

  /// A way to end: a key, or the name of a signal.
  @Test(arguments: [
    ("q", 0), ("C-c", 0), ("-INT", 130), ("-TERM", 143), ("-HUP", 129), ("-QUIT", 131),
    ("-USR1", 138), ("-SEGV", 139), ("-ABRT", 134),
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
      #expect(terminal.open().modes.isSuperset(of: [1049, 2004, 1004, 1000, 1006]))
      #expect(terminal.open().titles == 1)
      if way.hasPrefix("-") {
        try await terminal.kill(way)
      } else {
        try await terminal.press(way)
      }
      try await terminal.wait(for: "ended=\(code)")
      try await terminal.wait(for: "written")
      #expect(try await terminal.modes() == Terminal.shellModes)
      // But for those that the shell itself switches on for its prompt.
      #expect(terminal.open().modes.subtracting([2004]) == [])
      #expect(terminal.open().titles == 0)
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
        #expect(terminal.open().modes.subtracting([2004]) == [])
        #expect(terminal.open().titles == 0)
        try await terminal.enter("clear; fg")
        try await terminal.wait(for: "TO SIGKILL")
        #expect(try await terminal.modes() == Terminal.dashboardModes)
        #expect(terminal.open().modes.isSuperset(of: [2004, 1004, 1000, 1006]))
        #expect(terminal.open().titles == 1)
        try await terminal.press("?")
        try await terminal.wait(for: "select a pod, scroll")
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
      try await terminal.wait(for: "select a pod, scroll")
      #expect(try await terminal.modes() == Terminal.dashboardModes)
      // The first closes the help, the second ends the run.
      try await terminal.press("q")
      try await terminal.wait(for: "TO SIGKILL")
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
      // Nothing ever listened there.
      try await terminal.wait(for: "ended=1")
    }
  }

  @Test(arguments: [("#ffffff", 22), ("#101010", 114)])
  func `the theme is for the ground that the terminal tells`(
    ground: String, good: Int
  ) async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.setGround(ground)
      try await terminal.enter("\(Program.path) demo --scenario clean")
      try await terminal.wait(for: "ready")
      // What is well and done has that colour in the theme.
      #expect(try await terminal.screen(withStyles: true).contains("38;5;\(good)m"))
      let screen = try await terminal.screen()
      #expect(!screen.contains("rgb"))
      try await terminal.press("q")
      try await terminal.wait(for: "interrupted")
    }
  }

  @Test func `a paste of q does nothing, and into the filter goes its first line`() async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) demo --scenario clean; echo ended=$?")
      try await terminal.wait(for: "ready")
      try await terminal.paste("q")
      // What a terminal lets through that does not look into a paste, and an end that is none.
      try await terminal.type(bytes: Array("\u{1B}[200~q\u{3}\u{1B}[201~q\u{3}q\u{1B}[201~".utf8))
      // An answer that nobody waits for any more.
      try await Task.sleep(for: .milliseconds(100))
      try await terminal.type(bytes: Array("\u{1B}]11;rgb:ff".utf8))
      try await terminal.type(bytes: Array("ff/ffff/ffff\u{1B}\\\u{1B}[?1;2c".utf8))
      try await terminal.press("/")
      try await terminal.wait(for: "the filter") { $0.contains("filter") }
      try await terminal.paste("zqz")
      try await terminal.wait(for: "zqz")
      try await Task.sleep(for: .milliseconds(100))
      try await terminal.press("Enter")
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
    }
  }

  @Test(arguments: [("NO_COLOR=", true), ("NO_COLOR=1", false)])
  func `NO_COLOR leaves no colour on the screen`(variable: String, hasColor: Bool) async throws {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(variable) COLORFGBG='15;0' \(Program.path) demo --scenario clean")
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
