import FoundationEssentials
import Testing

/// One after the other: the services have the ports that the README gives them.
@Suite(.serialized) struct ServiceTests {
  @Test(arguments: ["HummingbirdService", "LifecycleService"])
  func `the README shows the program that is built here`(service: String) throws {
    let services = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let program = try String(
      contentsOf: services.appending(path: "\(service)/main.swift"), encoding: .utf8)
    let shown = program.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    let readme = services.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "README.md")
    #expect(try String(contentsOf: readme, encoding: .utf8).contains(shown))
  }
}
