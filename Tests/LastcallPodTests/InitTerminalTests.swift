import CLibrary
import Testing

/// `lastcall-init` on a terminal, as `docker run -it` and `kubectl run -it` start it.
@Suite(.enabled(if: PodProgram.has("python3"), "python3 is on the PATH"))
struct InitTerminalTests {
  /// Runs the arguments on a new terminal as often as the first one says, and writes what it shows.
  private static let terminal = """
    import fcntl, os, pty, signal, struct, sys, termios, time
    def start(command):
      child, terminal = pty.fork()
      if child == 0: os.execvp(command[0], command)
      return child, terminal
    def until(terminal, text):
      shown = b""
      while text not in shown:
        try: part = os.read(terminal, 4096)
        except OSError: break
        if not part: break
        shown += part
      return shown.decode()
    """

  private func run(_ script: String, _ command: [String]) async throws -> [String] {
    let python = ["python3", "-c", Self.terminal + "\n" + script]
    let outcome = try await PodProgram.run(
      python + [PodProgram.path(of: "lastcall-init")] + command,
      program: PodProgram.executable("/usr/bin/env")
    ) { _ in }
    #expect(outcome.exitCode == 0)
    return outcome.lines
  }

  /// A child that reads before it has the terminal is stopped, and nobody ever wakes it.
  @Test func `a command that reads at once is never stopped`() async throws {
    let script = """
      for turn in range(50):
        child, terminal = start(sys.argv[1:])
        os.write(terminal, b"hello\\n")
        assert "got hello" in until(terminal, b"got hello"), turn
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 7, status
      print("ended", turn + 1)
      """
    let lines = try await run(script, ["--", "/bin/sh", "-c", "read word; echo got $word; exit 7"])
    #expect(lines == ["ended 50"])
  }

  @Test func `a resized terminal begins no drain`() async throws {
    let script = """
      child, terminal = start(sys.argv[1:])
      shown = until(terminal, b"ready")
      for turn in range(20):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30 + turn, 80, 0, 0))
        os.kill(child, signal.SIGWINCH)
        shown += until(terminal, b"resized")
      print("draining" in shown, shown.count("resized") >= 20)
      os.kill(child, signal.SIGTERM)
      print("draining" in until(terminal, b"draining"))
      """
    let worker =
      "trap 'echo resized' WINCH; trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    #expect(try await run(script, ["--", "/bin/sh", "-c", worker]) == ["False True", "True"])
  }

  @Test func `Ctrl-C goes to the command`() async throws {
    let script = """
      child, terminal = start(sys.argv[1:])
      until(terminal, b"ready")
      os.write(terminal, b"\\x03")
      print("interrupted" in until(terminal, b"interrupted"))
      _, status = os.waitpid(child, 0)
      print(os.waitstatus_to_exitcode(status))
      """
    let worker = "trap 'echo interrupted; exit 3' INT; echo ready; while :; do sleep 0.05; done"
    #expect(try await run(script, ["--", "/bin/sh", "-c", worker]) == ["True", "3"])
  }
}
