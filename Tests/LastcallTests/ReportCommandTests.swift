import Testing

struct ReportCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a recorded run is reported in every format, and one that was cut off, too`()
    async throws
  {
    let file = folder.path + "/run.jsonl"
    let live = try await Program.run(
      ["demo", "--scenario", "clean", "-o", "json", "--record", file], folder: folder)
    let summary = try #require(live.lines.last)
    #expect(live.exitCode == 0)

    for (format, words) in [
      ("text", "PODS      5 shutdowns: 5 clean"), ("markdown", "5 shutdowns: 5 clean."),
      ("json", "\"shutdowns\":5,\"unfinished\":0,\"verdicts\":{\"clean\":5}"),
      ("junit", "<testsuites name=\"lastcall\" tests=\"5\" failures=\"0\" errors=\"0\""),
      ("html", "<!DOCTYPE html>"),
    ] {
      let report = try await Program.run(["report", file, "-o", format], folder: folder)
      #expect(report.exitCode == 0)
      #expect(report.errors == "")
      #expect(report.text.contains(words), "\(format)")
      // Its timeline holds the very lines of the run.
      if format == "json" { #expect(report.text.contains(summary)) }
    }

    let lines = folder.text(of: "run.jsonl").split(separator: "\n")
    try folder.write(
      (lines.prefix(lines.count / 2).joined(separator: "\n") + "\n{\"t\":").utf8, to: "cut.jsonl")
    let both = try await Program.run(
      ["report", file, folder.path + "/cut.jsonl", "-o", "junit"], folder: folder)
    #expect(both.exitCode == 130)
    #expect(both.text.contains("<error type=\"interrupted\""))
    #expect(both.errors.contains("cut.jsonl: damaged: line "))
  }

  @Test(arguments: [("missing.jsonl", "No such file"), ("README", "it contains binary data")])
  func `what is no recording is one sentence and exit code 1`(
    name: String, words: String
  ) async throws {
    try folder.write("not a log\0\n".utf8, to: "README")
    let outcome = try await Program.run(["report", "\(folder.path)/\(name)"], folder: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.hasPrefix("lastcall: "))
    #expect(outcome.errors.contains(words))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  /// A file, what is said of it, and the exit code.
  @Test(arguments: [
    (
      "web.yaml",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n",
      "it contains a manifest (Deployment), which shows nothing of a run; to check it: lastcall check",
      2
    ),
    (
      "pod.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web}]}\n",
      "it contains a manifest (Pod)", 2
    ),
    ("quiet.log", "2026-11-29T10:00:00Z listening on :8080\n2026-11-29T10:00:05Z hello\n", "", 0),
    (
      "open.log",
      "2026-11-29T10:00:00Z listening on :8080\n2026-11-29T10:00:05Z received SIGTERM, draining\n",
      "", 2
    ),
    (
      "own.jsonl",
      #"{"time":"2026-11-30T19:41:39.513Z","event":"notice","message":"hello"}"# + "\n",
      "it is the output of lastcall, which does not contain the run; record the run with --record",
      1
    ),
  ])
  func `what holds no pod, or not the end of its shutdown, is no success`(
    name: String, text: String, said: String, code: Int32
  ) async throws {
    try folder.write(text.utf8, to: name)
    for command in [["report"], ["replay", "-o", "text"]] {
      let outcome = try await Program.run(
        [command[0], "\(folder.path)/\(name)"] + command.dropFirst(), folder: folder)
      #expect(outcome.exitCode == code)
      #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }
  }
}
