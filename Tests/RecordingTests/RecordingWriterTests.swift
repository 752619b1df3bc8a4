import FoundationEssentials
import ShutdownModel
import Synchronization
import Testing

@testable import Recording

@Suite struct RecordingWriterTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/run.jsonl" }

  init() throws { folder = try TemporaryFolder() }

  /// What a writer said of its end.
  private final class Reasons: Sendable {
    private let reasons = Mutex<[String]>([])
    var all: [String] { reasons.withLock { $0 } }
    func add(_ reason: String) { reasons.withLock { $0.append(reason) } }
  }

  private func mode(of path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return attributes[.posixPermissions] as? Int
  }

  @Test func `what was handed over is in the file in its order, for its owner alone`() throws {
    let reasons = Reasons()
    let events = Lines.events(500)
    let writer = try RecordingWriter(path: path, header: Lines.header, stopped: reasons.add)
    for start in stride(from: 0, to: 500, by: 7) {
      writer.record(Array(events[start..<min(start + 7, 500)]))
    }
    writer.finish()
    let recording = try Recording(path: path)
    #expect(recording.header == Lines.header)
    #expect(recording.events == events)
    #expect(recording.damage == [])
    #expect(try mode(of: path) == 0o600)
    #expect(reasons.all == [])
  }

  @Test func `while it is written it can be read, always to the end of a line`() throws {
    let writer = try RecordingWriter(path: path, header: Lines.header) { _ in }
    for event in Lines.events(200) {
      writer.record([event])
      let recording = try? Recording(path: path)
      #expect(recording?.damage ?? [] == [])
      #expect(recording?.events ?? [] == Array(Lines.events(recording?.events.count ?? 0)))
    }
    writer.finish()
    #expect(try Recording(path: path).events.count == 200)
  }

  @Test func `a file that holds something is refused and left as it is`() throws {
    _ = try folder.write("mine\n", to: "run.jsonl")
    #expect(throws: RecordingFileError.self) {
      try RecordingWriter(path: path, header: Lines.header) { _ in }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
  }

  @Test func `an empty file is taken, and others may no longer read it`() throws {
    _ = try folder.write("", to: "run.jsonl")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try RecordingWriter(path: path, header: Lines.header) { _ in }.finish()
    #expect(try mode(of: path) == 0o600)
    #expect(try Recording(path: path).header == Lines.header)
  }

  @Test func `what cannot be opened is refused with its name`() {
    for path in [folder.path, folder.path + "/no/run.jsonl", "/dev/null/run.jsonl"] {
      #expect {
        try RecordingWriter(path: path, header: Lines.header) { _ in }
      } throws: {
        "\($0)".hasPrefix("cannot record to \(path): ")
      }
    }
  }

  @Test func `where a new file is wanted, one that is there stays as it is`() throws {
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect {
      try RecordingWriter(path: path, header: Lines.header, isNew: true) { _ in }
    } throws: {
      "\($0)" == "cannot record to \(path): File exists"
    }
    #expect(FileManager.default.contents(atPath: path) == Data())
    let other = path + ".new"
    let writer = try RecordingWriter(path: other, header: Lines.header, isNew: true) { _ in }
    #expect(writer.finish())
    #expect(!writer.hasStopped)
    #expect(try Recording(path: other).header == Lines.header)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func `a full disk is said once, and the run goes on`() async throws {
    let reasons = Reasons()
    let writer = try RecordingWriter(path: "/dev/full", header: Lines.header, stopped: reasons.add)
    for event in Lines.events(50) { writer.record([event]) }
    // Among tests that keep every core busy it may take its time.
    let end = ContinuousClock.now + .seconds(60)
    while reasons.all.isEmpty, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(10))
    }
    writer.finish()
    #expect(
      reasons.all == ["recording to /dev/full has stopped: No space left on device"])
  }

  @Test func `at its limit it stops after a whole line, and says so once`() throws {
    let reasons = Reasons()
    let writer = try RecordingWriter(
      path: path, header: Lines.header, byteLimit: 2 << 20, stopped: reasons.add)
    let text = String(repeating: "x", count: 4000)
    for _ in 0..<1000 { writer.record([Event(time: Lines.start, .commandOutput(text))]) }
    writer.finish()
    #expect(reasons.all == ["recording to \(path) has stopped: it has reached 2 MB"])
    let recording = try Recording(path: path)
    #expect(recording.damage == [])
    #expect((500...600).contains(recording.events.count))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.size] as? Int ?? 0) <= 2 << 20)
  }
}
