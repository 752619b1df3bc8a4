import FoundationEssentials
import Testing

@Suite(.enabled(if: Programs.has("kubectl"), "needs kubectl"))
struct UnreachableClusterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is wrong, what is given, and what the sentence names.
  @Test(arguments: [
    (["--kubeconfig", "FOLDER/none"], "no kubeconfig"),
    (["--kubeconfig", "FOLDER/config", "--context", "nowhere"], "nowhere"),
    (["--kubeconfig", "FOLDER/config"], "127.0.0.1:1"),
    (["--kubeconfig", "FOLDER/broken"], "broken"),
    (["--kubeconfig", "FOLDER/empty"], "no current context"),
  ])
  func `without a cluster one sentence on stderr says why`(
    options: [String], named: String
  ) async throws {
    try folder.writeKubeconfig(
      server: "http://127.0.0.1:1", context: "refused", namespace: "shop")
    try folder.write("clusters: [\u{1B}[31m".utf8, to: "broken")
    try folder.write([], to: "empty")
    let outcome = try await Program.run(
      ["watch", "deploy/web", "-o", "json"]
        + options.map { $0.replacing("FOLDER", with: folder.path) },
      folder: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("lastcall: "))
    #expect(outcome.errors.contains(named))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!outcome.errors.utf8.contains(0x1B))
  }
}
