import FoundationEssentials
import Subprocess
import Testing

@Suite(.enabled(if: Programs.has("tmux") && Programs.has("bash"), "needs tmux"))
struct RewindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a replay opens with pods, not with what is waited for`() async throws {
    let file = folder.path + "/run.jsonl"
    _ = try await Program.run(
      ["demo", "--timeout", "3s", "-o", "json", "--record", file], folder: folder)
    try await Terminal.open(folder: folder) { terminal in
      try await terminal.enter("\(Program.path) replay \(file); echo ended=$?")
      let screen = try await terminal.wait(for: "REPLAY")
      #expect(screen.contains("5 ready") || screen.contains("web-"))
      #expect(!screen.contains("waiting for the cluster"))
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
    }
  }

  @Test func `who looks back misses nothing: the recording has the last words of the screen`()
    async throws
  {
    let file = folder.path + "/run.jsonl"
    var screen = ""
    try await Terminal.open(folder: folder, rows: 40) { terminal in
      try await terminal.enter(
        "\(Program.path) demo --scenario clean --record \(file); echo ended=$?")
      try await terminal.wait(for: "draining")
      try await terminal.press("Left")
      try await terminal.wait(for: "the time line") { $0.contains(" now ") }
      try await terminal.press("Left", "Left", "Space")
      try await terminal.wait(for: "now, without a time line") { !$0.contains(" now ") }
      try await terminal.press("Left")
      try await terminal.wait(for: "the time line") { $0.contains(" now ") }
      try await terminal.press("End")
      try await terminal.wait(for: "now, without a time line") { !$0.contains(" now ") }
      try await terminal.wait(for: "an end") { $0.contains(/\b[1-5] clean\b/) }
      try await terminal.press("q")
      screen = try await terminal.wait(for: "ended=0")
    }
    // "5 shutdowns: 1 unknown, 4 clean" of the short report on the screen as it was before.
    let shown = try #require(screen.firstMatch(of: /shutdowns?: (?:\d+ unknown, )?(\d+) clean/))
    let replay = try await Program.run(["replay", file, "-o", "text", "--quiet"], folder: folder)
    #expect(replay.exitCode == 0)
    #expect(replay.errors == "")
    let verdicts = try #require(Int(shown.1))
    #expect(verdicts > 0)
    #expect(replay.lines.count { $0.contains("  CLEAN: ") } == verdicts)
    let events = try await Program.run(["replay", file, "-o", "json"], folder: folder).events
    #expect(events.count { $0.verdict == "clean" } == verdicts)
    #expect(events.last?.event == "summary")
  }
}
