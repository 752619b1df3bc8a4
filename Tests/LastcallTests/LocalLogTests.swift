import CLibrary
import FoundationEssentials
import Testing

struct LocalLogTests {
  private let folder: TemporaryFolder
  private let pod = PodEndpoint()

  init() throws { folder = try TemporaryFolder() }

  @Test func `the run ends though stdin stays open`() async throws {
    try await pod.open()
    pod.answer("running", inFlight: 1)
    let outcome = try await Program.run(
      ["attach", pod.address, "-o", "json", "--logs", "-"], folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""to":"ready""#)
      lastcall.signal(SIGTERM)
      try await lastcall.line(with: #""event":"summary""#)
      // Only now stdin is closed, when it should not matter any more.
      try await lastcall.readToEnd()
    }
    #expect(outcome.exitCode == 143)
    try await pod.close()
  }

  @Test(arguments: ["json", "text"])
  func `a log on stdin is read, ends, and nothing of it gets out raw`(format: String) async throws {
    try await pod.open()
    pod.answer("running", inFlight: 1)
    let outcome = try await Program.run(
      ["attach", pod.address, "-o", format, "--logs", "-"], folder: folder
    ) { lastcall in
      try await lastcall.line(with: "ready")
      try await lastcall.write("\u{1B}[2Jhello \u{9B}31m\r\n".utf8)
      try await lastcall.write([0xFF, 0xFE, 0x00, 0x1B, 0x0A])
      try await lastcall.write(Array(repeating: UInt8(ascii: "x"), count: 200_000) + [0x0A])
      try await lastcall.write(#"{"msg":"\u001b]0;owned\u0007","level":"error"}"#.utf8)
      try await lastcall.closeInput()
      try await lastcall.line(with: "stdin has ended")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(!outcome.text.unicodeScalars.contains(where: isRaw))
    try await pod.close()
  }

  @Test func `a file that is not there is said, and the code is 1`() async throws {
    try await pod.open()
    pod.answer("running", inFlight: 1)
    let outcome = try await Program.run(
      ["attach", pod.address, "-o", "json", "--logs", folder.path + "/none"], folder: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("cannot read the log file \(folder.path)/none: No such file"))
    try await pod.close()
  }

  @Test func `a file is followed when it is renamed, and when it is cut`() async throws {
    try await pod.open()
    pod.answer("running", inFlight: 1)
    let file = try folder.write("first\n".utf8, to: "log")
    let rotated = folder.path + "/log.1"
    let outcome = try await Program.run(
      ["attach", pod.address, "-o", "json", "--logs", file], folder: folder
    ) { lastcall in
      try await lastcall.line(with: #""to":"ready""#)
      rename(file, rotated)
      try await lastcall.line(with: "the file is gone")
      try folder.write(String(repeating: "after the rotation\n", count: 100).utf8, to: "log")
      // A file is looked at ten times meanwhile: the new one has been read to its end.
      await pod.answered(times: 4)
      try folder.write("from the start\n".utf8, to: "log")
      try await lastcall.line(with: "the file was truncated")
      lastcall.signal(SIGTERM)
    }
    #expect(outcome.exitCode == 143)
    #expect(outcome.errors == "")
    try await pod.close()
  }
}
