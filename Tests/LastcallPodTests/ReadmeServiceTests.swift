import CLibrary
import FoundationEssentials
import PodStatus
import Testing

/// The service that the README shows.
struct ReadmeServiceTests {
  private static func text(of path: String) throws -> String {
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  @Test func `it is the program that is built here`() throws {
    let program = try Self.text(of: "Tests/ReadmeService/main.swift")
    let shown = program.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    let readme = try Self.text(of: "README.md")
    #expect(readme.contains(shown))
  }

  @Test func `it answers on its port, drains, and ends with 0`() async throws {
    let outcome = try await PodProgram.run(
      [], program: PodProgram.executable(PodProgram.path(of: "ReadmeService"))
    ) { program in
      let end = ContinuousClock.now + .seconds(60)
      while await get(8081, "/shutdown-status") == "refused", ContinuousClock.now < end {
        await Task.yield()
      }
      let answer = try await status(get(8081, "/shutdown-status"))
      #expect(answer.phase == .running)
      program.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 0)
  }
}
