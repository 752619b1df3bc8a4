import FoundationEssentials
import Subprocess
import Testing

/// What is kept of a live run can be written to a file, and told again.
@Suite(.enabled(if: Programs.has("tmux") && Programs.has("bash"), "needs tmux"))
struct SavedRecordingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func saved(_ ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("lastcall-web-") && $0.hasSuffix(ending) }.sorted()
  }

  /// What a report says of a pod, as far as it does not depend on when it is asked.
  private struct Pod: Decodable, Equatable {
    struct Verdict: Decodable, Equatable {
      var verdict: String
      var reason: String
      var exitCode: Int?
      var usedSeconds: Double?
      var inFlightAtEnd: Int?
    }

    var pod: String
    var verdict: Verdict?
    var askedAt: String?
    var signalAt: String?
    var endedAt: String?
    var killAt: String?
    var slackSeconds: Double?
  }

  private struct Report: Decodable { var pods: [Pod] }

  /// The pods of a report that ended well.
  private func clean(_ json: String) throws -> [Pod] {
    try JSONDecoder().decode(Report.self, from: Data(json.utf8)).pods
      .filter { $0.verdict?.verdict == "clean" }
  }

  @Test func `a saved recording is told as the run was, and no file is overwritten`() async throws {
    try await Terminal.open(folder: folder, columns: 140, rows: 40) { terminal in
      try await terminal.enter(
        "cd \(folder.path) && \(Program.path) demo --scenario clean; echo ended=$?")
      try await terminal.wait(for: "an end") { $0.contains(/\b[2-5] clean\b/) }
      try await terminal.press("e")
      try await terminal.wait(for: "a notice") { $0.contains(/saved lastcall-web-\w+\.jsonl/) }
      #expect(try saved(".jsonl").count == 1)
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
    }
    let name = try #require(try saved(".jsonl").first)
    let run = folder.text(of: try #require(try saved(".json").first))
    let again = try await Program.run(
      ["report", folder.path + "/" + name, "-o", "json"], folder: folder)
    #expect(again.errors == "")
    #expect(try clean(run).count >= 2)
    #expect(try clean(again.text) == clean(run))
    let told = try await Program.run(
      ["replay", folder.path + "/" + name, "-o", "text", "--quiet"], folder: folder)
    #expect(told.lines.count { $0.contains("  CLEAN: ") } >= 2)
    // Only its owner reads what may be private.
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `what is redacted is not in the saved recording, and one that is written is named`()
    async throws
  {
    try await Terminal.open(folder: folder, columns: 140, rows: 40) { terminal in
      try await terminal.enter(
        "cd \(folder.path) && \(Program.path) demo --redact '[A-Za-z]+'; echo ended=$?")
      try await terminal.wait(for: "draining")
      try await terminal.press("e")
      try await terminal.wait(for: "a notice") { $0.contains(/saved lastcall-web-\w+\.jsonl/) }
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
      let name = try #require(try saved(".jsonl").first)
      let texts = folder.text(of: name).matches(of: /"text":"((?:[^"\\]|\\.)*)"/).map(\.1)
      #expect(texts.contains { $0.contains("[redacted]") })
      let rest = texts.map { $0.replacing("[redacted]", with: "").replacing(/\\./, with: "") }
      #expect(rest.filter { $0.contains(/[A-Za-z]/) } == [])
      try await terminal.enter("clear; \(Program.path) demo --record own.jsonl; echo ended=$?")
      try await terminal.wait(for: "draining")
      try await terminal.press("e")
      try await terminal.wait(for: "the run is recorded in own.jsonl")
      try await terminal.press("q")
      try await terminal.wait(for: "ended=0")
    }
    #expect(try saved(".jsonl").count == 1)
  }
}
