import FoundationEssentials
import Testing

@Suite(.enabled(if: Programs.has("kubectl"), "needs kubectl"))
struct UnreachableClusterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is wrong, what is given, and what the sentence names.
  @Test(arguments: [
    (["--kubeconfig", "FOLDER/none"], "no cluster is selected"),
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

  /// The environment, the options, and whether there is a cluster of which somebody may think.
  @Test(arguments: [
    (["KUBECONFIG": "/nowhere/config"], [] as [String], true),
    (["KUBECONFIG": "/nowhere/config"], ["-n", "shop"], true),
    (["KUBECONFIG": "FOLDER/config"], [], true),
    (["PATH": "/nowhere"], [], true),
    (["KUBECONFIG": "FOLDER/config"], ["--context", "refused"], false),
    (["KUBECONFIG": "FOLDER/config"], ["--context", "nowhere"], false),
  ])
  func `who has no cluster is offered the demo`(
    environment: [String: String], options: [String], isOffered: Bool
  ) async throws {
    try folder.writeKubeconfig(
      server: "http://127.0.0.1:1", context: "refused", namespace: "shop")
    let outcome = try await Program.run(
      ["watch", "-o", "text"] + options, folder: folder,
      environment: environment.mapValues { $0.replacing("FOLDER", with: folder.path) })
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("lastcall: "))
    #expect(outcome.errors.hasSuffix("lastcall demo\n") == isOffered, "\(outcome.errors)")
    #expect(!outcome.errors.contains("8080"))
  }

  @Test func `a wrong context names the contexts there are, the nearest first, within bounds`()
    async throws
  {
    let contexts = (1...40).map { "cluster-\($0)" } + ["prod-eu", "a\u{1B}[31mb"]
    let list = contexts.map { #"{name: "\#($0.replacing("\u{1B}", with: "\\e"))", context: {}}"# }
    let config = try folder.write(
      "apiVersion: v1\nkind: Config\ncontexts: [\(list.joined(separator: ", "))]\n".utf8,
      to: "many")
    for options in [[], ["-n", "shop"]] {
      let outcome = try await Program.run(
        ["watch", "deploy/web", "--kubeconfig", config, "--context", "prod-us"] + options,
        folder: folder)
      #expect(outcome.exitCode == 1)
      #expect(
        outcome.errors.hasPrefix(
          "lastcall: the kubeconfig has no context prod-us; it has prod-eu, "))
      #expect(outcome.errors.hasSuffix("and 37 more\n"))
      #expect(!outcome.errors.utf8.contains(0x1B))
    }
  }
}
