import Subprocess
import Testing

/// What the mouse does on a real terminal.
@Suite(.enabled(if: Programs.has("tmux") && Programs.has("bash"), "needs tmux"))
struct MouseTerminalTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A button of xterm's at a row of the screen, from 0.
  private func button(_ number: Int, row: Int) -> [UInt8] {
    Array("\u{1B}[<\(number);30;\(row + 1)M".utf8)
  }

  private func row(of text: String, _ screen: String) throws -> Int {
    try #require(
      screen.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
        $0.contains(text)
      })
  }

  @Test func `the wheel scrolls the log, End follows again, and a double click opens the pod`()
    async throws
  {
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) demo --scenario clean; echo ended=$?")
      var screen = try await terminal.wait(for: "draining")
      // Until there are more lines than there is room for, nothing is scrolled.
      while !screen.contains(/\+\d+ lines? newer, end follows/) {
        let heading = try row(of: "── log ──", screen)
        try await terminal.type(bytes: button(64, row: heading + 2))
        let before = screen
        screen = try await terminal.wait(for: "another frame") { $0 != before }
      }
      try await terminal.press("End")
      try await terminal.wait(for: "the newest") { !$0.contains(" newer, ") }
      let pods = try await terminal.screen()
      let pod = try row(of: "▸", pods)
      try await terminal.type(bytes: button(0, row: pod) + button(0, row: pod))
      try await terminal.wait(for: "CONTAINER")
      try await terminal.press("q", "q")
      try await terminal.wait(for: "ended=0")
    }
    #expect(try await folder.leftovers() == [])
  }
}
