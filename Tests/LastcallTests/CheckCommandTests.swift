import FoundationEssentials
import Testing

struct CheckCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec: {containers: [{name: web, command: [npm, start]}]}

    """

  @Test func `files, folders and stdin are checked, and the exit code is the worst finding`()
    async throws
  {
    let bad = try folder.write(Self.pod.utf8, to: "bad.yaml")
    let good = try folder.write(
      Self.pod.replacing("npm, start", with: "node, server.js").utf8, to: "good.yml")
    let fine = try await Program.run(["check", "-f", good], folder: folder)
    #expect(fine.exitCode == 0)
    #expect(fine.lines == ["nothing found; 1 workload among 1 object in 1 file"])

    let both = try await Program.run(["check", "-f", folder.path], folder: folder)
    #expect(both.exitCode == 2)
    #expect(
      both.lines.first?.hasPrefix("\(bad):4: warning: R03 pod/web: web starts by npm") == true)
    #expect(both.lines.last == "1 warning; 2 workloads among 2 objects in 2 files")

    let piped = try await Program.run(["check", "-f", "-", "-o", "json"], folder: folder) {
      try await $0.write(Self.pod.utf8)
    }
    #expect(piped.exitCode == 2)
    #expect(piped.lines.first?.contains("\"file\":\"stdin\"") == true)

    let sarif = try await Program.run(["check", "-f", bad, "-o", "sarif"], folder: folder)
    #expect(sarif.exitCode == 2)
    #expect(sarif.text.contains("\"version\":\"2.1.0\""))
  }

  @Test func `what cannot be read is one sentence each, and exit code 1`() async throws {
    let broken = try folder.write("a: [\n".utf8, to: "broken.yaml")
    try folder.write(Self.pod.utf8, to: "pod.yaml")
    let mixed = try await Program.run(["check", "-f", folder.path], folder: folder)
    #expect(mixed.exitCode == 1)
    #expect(mixed.errors.hasPrefix("lastcall: \(broken):"))
    #expect(mixed.errors.split(separator: "\n").count == 1)
    #expect(mixed.text.contains("R03"))

    let missing = try await Program.run(["check", "-f", folder.path + "/no"], folder: folder)
    #expect(missing.exitCode == 1)
    #expect(missing.errors.contains("No such file"))
  }

  @Test(arguments: [
    (["check"], "name what to check"), (["check", "web"], "'web' is not TYPE/NAME"),
    (["check", "-f", "a", "deploy/web"], "exclude each other"),
    (["check", "deploy/--raw=x"], "is not TYPE/NAME"),
  ])
  func `wrong use is told`(arguments: [String], words: String) async throws {
    let outcome = try await Program.run(arguments, folder: folder)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains(words))
  }

  @Test func `objects of the cluster come from kubectl, with what stands beside them`() async throws
  {
    let script = """
      #!/bin/sh
      echo "$@" >> "$HOME/asked"
      case "$2" in
      deploy/web) cat "$HOME/pod.yaml" ;;
      *) echo 'error: forbidden' >&2; exit 1 ;;
      esac
      """
    let kubectl = try folder.write(script.utf8, to: "kubectl")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: kubectl)
    try folder.write(Self.pod.utf8, to: "pod.yaml")
    let outcome = try await Program.run(
      ["check", "deploy/web", "-n", "shop", "--context", "test"], folder: folder,
      environment: ["PATH": "\(folder.path):\(Programs.path)"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.lines.first?.hasPrefix("deploy/web:4: warning: R03") == true)
    #expect(outcome.errors.contains("rules that need them say nothing: kubectl: forbidden"))
    #expect(
      folder.text(of: "asked").split(separator: "\n").first
        == "get deploy/web -o yaml --namespace=shop --context=test")
  }
}
