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
      ("text", "PODS    5 shutdowns: 5 clean"), ("markdown", "5 shutdowns: 5 clean."),
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

  @Test(arguments: [("missing.jsonl", "No such file"), ("README", "it holds binary data")])
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
}
