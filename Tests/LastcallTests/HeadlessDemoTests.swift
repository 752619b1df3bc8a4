import CLibrary
import Testing

struct HeadlessDemoTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a whole demo is JSON line for line, and the summary is the last`() async throws {
    let outcome = try await Program.run(
      ["demo", "--scenario", "clean", "-o", "json"], folder: folder)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
    let events = try outcome.events
    #expect(events.allSatisfy { $0.time.hasSuffix("Z") })
    #expect(events.count { $0.event == "summary" } == 1)
    #expect(events.last?.event == "summary")
    #expect(events.last?.result == "gone")
    #expect(events.count { $0.event == "verdict" } == 5)
    #expect(try await folder.leftovers() == [])
  }

  @Test(arguments: ["dumb", "xterm-256color"])
  func `through a pipe the demo is text without escapes`(type: String) async throws {
    let outcome = try await Program.run(
      ["demo", "--timeout", "8s"], folder: folder,
      environment: ["TERM": type, "CLICOLOR_FORCE": "1"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.lines.contains { $0.contains("  web-") })
    #expect(outcome.lines.last?.contains("deployment/web: timeout") == true)
    #expect(!outcome.text.utf8.contains { $0 < 0x20 && $0 != 0x0A })
    #expect(try await folder.leftovers() == [])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func `a signal ends it with the summary`(signal: Int32, code: Int32) async throws {
    let outcome = try await Program.run(["demo", "-o", "json", "--for", "10m"], folder: folder) {
      lastcall in
      try await lastcall.line(with: #""event":"phase""#)
      lastcall.signal(signal)
    }
    #expect(outcome.exitCode == code)
    #expect(try outcome.events.last?.result == "interrupted")
    #expect(try await folder.leftovers() == [])
  }

  @Test func `when it is killed, nothing of the demo is left`() async throws {
    let outcome = try await Program.run(["demo", "-o", "json", "--for", "10m"], folder: folder) {
      lastcall in
      try await lastcall.line(with: #""to":"ready""#)
      lastcall.signal(SIGKILL)
    }
    #expect(outcome.exitCode == nil)
    #expect(try await folder.leftovers() == [])
  }

  @Test func `nohup keeps it from ending with the terminal`() async throws {
    let outcome = try await Program.run(
      ["-c", #"trap "" HUP; exec "$0" demo -o json --timeout 4s"#, Program.path],
      program: "/bin/sh",
      folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""event":"phase""#)
      lastcall.signal(SIGHUP)
    }
    #expect(outcome.exitCode == 0)
    #expect(try outcome.events.last?.result == "timeout")
  }
}
