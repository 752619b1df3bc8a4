import CLibrary
import FoundationEssentials
import Testing

/// A recorded run says again what the live one said.
struct ReplayTests {
  private let folder: TemporaryFolder
  private var file: String { folder.path + "/run.jsonl" }

  init() throws { folder = try TemporaryFolder() }

  private func replay(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.run(["replay", file] + arguments, folder: folder)
  }

  @Test(arguments: ["json", "text"])
  func `the replay of a whole run is the run, line for line`(format: String) async throws {
    let live = try await Program.run(
      ["demo", "--scenario", "clean", "-o", format, "--record", file], folder: folder)
    #expect(live.exitCode == 0)
    let again = try await replay("-o", format)
    #expect(again.lines == live.lines)
    #expect(again.exitCode == live.exitCode)
    #expect(again.errors == "")
    #expect(live.lines.count > 20)
    let lastWords = try await replay("-o", format, "--quiet")
    #expect(lastWords.lines == live.lines.filter(lastWords.lines.contains))
    #expect(lastWords.lines.count == 6)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `the replay of an interrupted run ends with its code`(signal: Int32, code: Int32)
    async throws
  {
    let live = try await Program.run(
      ["demo", "-o", "json", "--for", "10m", "--record", file], folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""to":"draining""#)
      lastcall.signal(signal)
    }
    #expect(live.exitCode == code)
    let again = try await replay("-o", "json")
    #expect(again.lines == live.lines)
    #expect(again.exitCode == code)
  }

  @Test func `what was recorded until the process was killed is told, and then the end`()
    async throws
  {
    let live = try await Program.run(
      ["demo", "-o", "json", "--for", "10m", "--record", file], folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""to":"draining""#)
      lastcall.signal(SIGKILL)
    }
    #expect(live.exitCode == nil)
    let again = try await replay("-o", "json")
    #expect(again.exitCode == 130)
    #expect(try again.events.last?.result == "interrupted")
    let told = again.lines.dropLast()
    // What was said last may not have been written yet.
    #expect(told.count > 5)
    let shared = min(told.count, live.lines.count)
    #expect(Array(told.prefix(shared)) == Array(live.lines.prefix(shared)))
    #expect(try await folder.leftovers() == [])
  }

  @Test func `a frame is as large as asked for, and shows that time`() async throws {
    let live = try await Program.run(
      ["demo", "--timeout", "8s", "-o", "json", "--record", file], folder: folder)
    #expect(live.exitCode == 0)
    let frame = try await replay("--at", "5s", "--size", "80x24")
    #expect(frame.exitCode == 0)
    #expect(frame.lines.count == 24)
    #expect(frame.lines.allSatisfy { $0.count <= 80 })
    #expect(frame.text.contains("TO SIGKILL"))
    #expect(frame.text.contains("web-"))
    #expect(!frame.text.utf8.contains { $0 < 0x20 && $0 != 0x0A })
    // The screen is in the time of whoever looks, unless they want UTC; the lines are in UTC.
    for (options, environment, offset) in [
      ([], ["TZ": "IST-5:30"], "+05:30"), (["--utc"], ["TZ": "IST-5:30"], "Z"),
      ([], ["TZ": "IST-5:30", "LASTCALL_UTC": "true"], "Z"), ([], ["TZ": "UTC"], "Z"),
    ] {
      let local = try await Program.run(
        ["replay", file, "--at", "5s", "--size", "120x24"] + options, folder: folder,
        environment: environment)
      let first = try #require(local.lines.first)
      #expect(first.contains(#/ REPLAY \d\d:\d\d:\d\d/#))
      #expect(first.contains(offset))
    }
    let lines = try await Program.run(
      ["replay", file, "-o", "json"], folder: folder, environment: ["TZ": "IST-5:30"])
    #expect(lines.lines == live.lines)
  }

  @Test func `a damaged recording is shown as far as it goes, and the damage is named`()
    async throws
  {
    _ = try await Program.run(
      ["demo", "--timeout", "4s", "-o", "json", "--record", file], folder: folder)
    let whole = folder.text(of: "run.jsonl")
    let lines = whole.split(separator: "\n")
    try folder.write(
      (lines[0] + "\n?\n" + lines[1...].joined(separator: "\n")).utf8.dropLast(5),
      to: "run.jsonl")
    let again = try await replay("-o", "json")
    #expect(again.errors.contains("damaged: line 2: not JSON: unexpected ? at byte 0\n"))
    #expect(
      again.errors.contains("damaged: line \(lines.count + 1): cut off at the end of the file\n"))
    #expect(again.lines.count > 3)
  }

  @Test(arguments: [
    (#"{"format":1,"goal":{"#, "nothing in it is a recording of lastcall; line 1: cut off"),
    ("ELF\0\0", "it contains binary data and is neither a log nor a recording"),
    ("", "it is empty"),
  ])
  func `what cannot be replayed is one sentence and code 1`(
    text: String, reason: String
  ) async throws {
    try folder.write(text.utf8, to: "run.jsonl")
    let outcome = try await replay("-o", "json")
    #expect(outcome.exitCode == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains(reason))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func `a run does not record over what is there`() async throws {
    try folder.write("mine\n".utf8, to: "run.jsonl")
    let outcome = try await Program.run(
      ["demo", "-o", "json", "--record", file], folder: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("it holds something already"))
    #expect(folder.text(of: "run.jsonl") == "mine\n")
    #expect(try await folder.leftovers() == [])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func `a full disk is said once, and the run goes on`() async throws {
    let live = try await Program.run(
      ["demo", "--timeout", "4s", "-o", "json", "--record", "/dev/full"], folder: folder)
    #expect(live.exitCode == 0)
    let notices = try live.events.filter { $0.message?.contains("/dev/full has stopped") == true }
    #expect(notices.count == 1)
    #expect(try live.events.last?.result == "timeout")
  }

  @Test func `what is redacted is in no text of the file, and the run is told all the same`()
    async throws
  {
    let live = try await Program.run(
      ["demo", "--timeout", "5s", "-o", "json", "--record", file, "--redact", "[A-Za-z]+"],
      folder: folder)
    #expect(live.exitCode == 0)
    let texts = folder.text(of: "run.jsonl").matches(of: /"text":"((?:[^"\\]|\\.)*)"/).map(\.1)
    #expect(texts.contains { $0.contains("[redacted]") })
    let rest = texts.map { $0.replacing("[redacted]", with: "").replacing(/\\./, with: "") }
    #expect(rest.filter { $0.contains(/[A-Za-z]/) } == [])
    let phases = try await replay("-o", "json").lines.filter { $0.contains(#""event":"phase""#) }
    #expect(phases == live.lines.filter { $0.contains(#""event":"phase""#) })
    #expect(!phases.isEmpty)
  }
}
