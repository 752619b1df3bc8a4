import FoundationEssentials
import Testing

@testable import HarmlessText

/// `check --history`: recorded runs held against manifests.
struct CheckHistoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let manifest = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          terminationGracePeriodSeconds: 20
          containers: [{name: web, image: shop/web}]

    """

  /// One pod of `deployment/web` that ends 20 s after its deletion, by SIGKILL or by itself with more
  /// grace than it needed.
  private static func recording(code: Int, name: String = "web-abc-1") -> String {
    func line(_ second: Int, _ kind: String, _ state: String, _ more: String = "") -> String {
      #"{"time":"2026-11-24T12:00:\#(second)Z","kind":"\#(kind)","pod":{"uid":"\#(name)","#
        + #""namespace":"shop","name":"\#(name)","revisionHash":"abc","phase":"Running","ready":true,"#
        + #""owner":{"kind":"ReplicaSet","name":"web-abc","uid":"rs"},\#(more)"#
        + #""terminationGracePeriodSeconds":20,"containers":[{"name":"web","kind":"main","#
        + #""state":\#(state)}]}}"# + "\n"
    }
    let running = #"{"kind":"running","startedAt":"2026-11-24T11:00:00Z"}"#
    let ended =
      #"{"kind":"terminated","terminated":{"exitCode":\#(code),"reason":"Error","#
      + #""startedAt":"2026-11-24T11:00:00Z","finishedAt":"2026-11-24T12:00:30Z"}}"#
    let asked =
      #""deletionTimestamp":"2026-11-24T12:00:\#(code == 0 ? 40 : 30)Z","#
      + #""deletionGracePeriodSeconds":\#(code == 0 ? 30 : 20),"#
    return #"{"recording":"lastcall","format":1,"program":"lastcall 0.1.0","#
      + #""started":"2026-11-24T12:00:00Z","scope":{"namespace":"shop"}}"# + "\n"
      + line(10, "pod", running) + line(10, "pod", running, asked) + line(30, "pod", ended, asked)
      + line(31, "podDeleted", ended, asked)
  }

  private func check(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.run(["check", "--history"] + arguments, folder: folder)
  }

  @Test func `killed pods of a recording are a warning about the manifest`() async throws {
    let file = try folder.write(Self.recording(code: 137).utf8, to: "killed.jsonl")
    let manifest = try folder.write(Self.manifest.utf8, to: "web.yaml")
    let text = try await check(file, "-f", manifest)
    #expect(text.exitCode == 2)
    #expect(text.errors == "")
    #expect(
      text.lines.contains(
        "\(manifest):7: warning: H01 deployment/web: the grace is 20 s, and SIGKILL cut off 1 of 1 "
          + "shutdown in killed.jsonl after 20 s"), "\(text.text)")
    #expect(text.text.contains("  history  1 shutdown, 1 killed with work left, in killed.jsonl"))
    #expect(text.text.contains("no grace period is advised: 1 pod needed more than 20 s"))

    let sarif = try await check(file, "-f", manifest, "-o", "sarif")
    #expect(sarif.exitCode == 2)
    #expect(sarif.text.contains(#""ruleId":"H01""#))

    let aside = try folder.write(
      Self.manifest.replacing("Seconds: 20", with: "Seconds: 20 # lastcall-ignore: H01 a slow day")
        .utf8, to: "aside.yaml")
    let ignored = try await check(file, "-f", aside, "-o", "json")
    #expect(ignored.exitCode == 0)
    #expect(ignored.text.contains(#""ignored":"a slow day""#))
  }

  @Test func `several recordings are one history, and without a manifest it speaks for itself`()
    async throws
  {
    let one = try folder.write(Self.recording(code: 0).utf8, to: "one.jsonl")
    let two = try folder.write(Self.recording(code: 0, name: "web-abc-2").utf8, to: "two.jsonl")
    let text = try await check(one, two)
    #expect(text.exitCode == 0)
    #expect(text.lines.first == "deployment/web in shop")
    #expect(text.text.contains("2 shutdowns, in one.jsonl, two.jsonl"))
    #expect(
      text.text.contains(
        "keep 30 s: 25 s (drain 20 s + margin 5.0 s) would do, but 2 drains are too few to lower it"
      ))
    #expect(text.lines.last == "1 workload in 2 recordings")
    let log = try folder.write("12:00:00 got SIGTERM\n".utf8, to: "app.log")
    let both = try await check(one, log)
    #expect(both.exitCode == 0)
    #expect(both.lines.last?.hasSuffix("in 2 recordings") == true)
  }

  @Test func `objects behind the recordings are asked of kubectl`() async throws {
    let file = try folder.write(Self.recording(code: 137).utf8, to: "killed.jsonl")
    try folder.write(Self.manifest.utf8, to: "web.yaml")
    let script =
      "#!/bin/sh\ncase \"$2\" in deploy/web) cat \"$HOME/web.yaml\" ;; *) exit 1 ;; esac\n"
    let kubectl = try folder.write(script.utf8, to: "kubectl")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: kubectl)
    let outcome = try await Program.run(
      ["check", "--history", file, "deploy/web"], folder: folder,
      environment: ["PATH": "\(folder.path):\(Programs.path)"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.text.contains("deploy/web:7: warning: H01"))
  }

  @Test func `a hostile recording is a sentence, or harmless`() async throws {
    let manifest = try folder.write(Self.manifest.utf8, to: "web.yaml")
    let missing = try await check(folder.path + "/none.jsonl", "-f", manifest)
    #expect(missing.exitCode == 1)
    #expect(missing.lines == [])
    #expect(missing.errors.split(separator: "\n").count == 1)

    let binary = try folder.write([0, 1, 2, 3], to: "binary")
    let refused = try await check(binary)
    #expect(refused.exitCode == 1)
    #expect(refused.errors.contains("contains binary data"))

    // Cut off, with lines that are none, and names that act on a terminal.
    let name = #"web-\u001b[31m\u202e"# + String(repeating: "x", count: 2000)
    let lines = Self.recording(code: 137, name: name).split(separator: "\n")
    let hurt = (lines.prefix(4) + ["{\"time\":", "}}", "null"]).joined(separator: "\n")
    let file = try folder.write(hurt.utf8, to: "hurt.jsonl")
    let outcome = try await check(file, "-f", manifest)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("hurt.jsonl: damaged"))
    #expect(outcome.text.contains("H01"))
    #expect(!outcome.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test(arguments: [
    (["check", "--history"], "--history"),
    (["check", "--history", "-", "-f", "-"], "stdin can be read only once"),
  ])
  func `wrong use is told`(arguments: [String], words: String) async throws {
    let outcome = try await Program.run(arguments, folder: folder)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains(words))
  }
}
