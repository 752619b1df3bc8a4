import FoundationEssentials
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Logs, pods and manifests of other people's software, each with what is true of it (`Cases/README.md`),
/// through `lastcall report` and `lastcall check`.
struct CaseTests {
  private struct Scores: Decodable {
    struct Case: Decodable {
      struct Wrong: Decodable {
        var kind: String
        var what: String
      }

      var name: String
      var result: String
      var wrong: [Wrong]
      var about: String
    }

    var cases: [Case]
  }

  /// So many are right at the least; a change that makes more of them right raises it.
  private static let leastRight = 599
  /// So many say something untrue at the most; a change that mends one lowers it.
  private static let mostFalse = 0

  private static let python =
    ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") } ?? false

  @Test(.enabled(if: python, "python3 is on the PATH"))
  func `what is said of the cases is true`() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "lastcall").path(percentEncoded: false)
    let result = try await Subprocess.run(
      .name("python3"),
      arguments: [
        path("case-score"), program, path("Cases/logs"), path("Cases/pods"),
        path("Cases/manifests"),
        "--json",
      ],
      output: .string(limit: 4 << 20), error: .string(limit: 1 << 16))
    let scores = try JSONDecoder().decode(
      Scores.self, from: Data(result.standardOutput.utf8))
    let untrue = scores.cases.filter { $0.result == "false" }
    let right = scores.cases.count { $0.result == "right" }
    let words = untrue.map { "\($0.name): \($0.wrong.map(\.what).joined(separator: "; "))" }
    #expect(untrue.count <= Self.mostFalse, "\(words.joined(separator: "\n"))")
    #expect(right >= Self.leastRight, "of \(scores.cases.count) cases \(right) are right")
  }
}
