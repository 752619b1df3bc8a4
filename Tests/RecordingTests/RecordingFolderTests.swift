import CLibrary
import FoundationEssentials
import ShutdownModel
import Testing
import Time

@testable import Recording

/// Runs that are always recorded: the newest are kept, and nothing else is touched.
@Suite struct RecordingFolderTests {
  private let state: TemporaryFolder
  private let folder: RecordingFolder

  init() throws {
    state = try TemporaryFolder()
    folder = try #require(RecordingFolder(environment: ["XDG_STATE_HOME": state.path + "/state"]))
  }

  private var path: String { state.path + "/state/lastcall" }
  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// Makes an old recording of a size, which takes no room on the disk.
  private func add(_ name: String, bytes: Int = 0) throws {
    let file = try state.write("", to: "state/lastcall/" + name)
    let handle = open(file, O_WRONLY)
    defer { close(handle) }
    #expect(ftruncate(handle, off_t(bytes)) == 0)
  }

  private func name(_ day: Int) -> String {
    "2026-01-\(day < 10 ? "0" : "")\(day)T10-00-00Z-\(100 + day).jsonl"
  }

  @Test func `the folder and the recording are for their owner alone`() throws {
    let file = try folder.prepare(started: Lines.start)
    try RecordingWriter(path: file, header: Lines.header) { _ in }.finish()
    for (place, mode) in [(path, 0o700), (state.path + "/state", 0o700), (file, 0o600)] {
      var status = stat()
      #expect(stat(place, &status) == 0)
      #expect(status.st_mode & 0o777 == mode_t(mode), "\(place)")
    }
    #expect(file.hasPrefix(path + "/" + Lines.start.rfc3339.prefix(10)))
    #expect(try Recording(path: file).header == Lines.header)
  }

  @Test func `with the new one the newest twenty are there`() throws {
    for day in 1...25 { try add(name(day)) }
    let file = try folder.prepare(started: Lines.start)
    try RecordingWriter(path: file, header: Lines.header) { _ in }.finish()
    let kept = try names
    #expect(kept.count == RecordingFolder.countLimit)
    #expect(Array(kept.dropLast()) == (7...25).map(name))
    #expect(path + "/" + (kept.last ?? "") == file)
    // Its own name is among those that are counted.
    _ = try folder.prepare(started: Lines.start)
    #expect(try names.count == RecordingFolder.countLimit - 1)
  }

  @Test func `the oldest go until there is room for another`() throws {
    for day in 1...5 { try add(name(day), bytes: 50 << 20) }
    _ = try folder.prepare(started: Lines.start)
    #expect(try names == (3...5).map(name))
    #expect(folder.room == 50 << 20)
  }

  @Test func `one that is nearly as large as all may be leaves a tenth`() throws {
    try add(name(1), bytes: 179 << 20)
    _ = try folder.prepare(started: Lines.start)
    #expect(try names == [name(1)])
    #expect(folder.room == 21 << 20)
    try add(name(2), bytes: 190 << 20)
    #expect(folder.room == RecordingFolder.byteLimit / 10)
  }

  @Test func `what lastcall has not named is neither counted nor removed`() throws {
    let foreign = [
      "notes.jsonl", "2025-report.jsonl", "2026-01-01T10-00-00Z.jsonl", ".2026.jsonl",
      "2026-01-01T10-00-00Z-101.jsonl.gz", "2026-01-01T10-00-00Z-1x1.jsonl",
    ]
    for name in foreign { try add(name, bytes: 300 << 20) }
    let folderName = "2020-01-01T10-00-00Z-1.jsonl"
    _ = try state.write("", to: "state/lastcall/\(folderName)/inside")
    for day in 1...25 { try add(name(day)) }
    _ = try folder.prepare(started: Lines.start)
    #expect(try Set(names) == Set(foreign + [folderName] + (7...25).map(name)))
    #expect(folder.room == RecordingFolder.byteLimit)
  }

  @Test func `a file in the place of the folder is said with its name`() throws {
    _ = try state.write("", to: "file")
    let folder = try #require(
      RecordingFolder(environment: ["XDG_STATE_HOME": state.path + "/file"]))
    #expect(throws: RecordingFileError.self) { try folder.prepare(started: Lines.start) }
  }

  @Test func `without XDG_STATE_HOME it is below the home, and without a home nowhere`() throws {
    let home = try #require(
      RecordingFolder(environment: ["HOME": state.path, "XDG_STATE_HOME": ""]))
    let file = try home.prepare(started: Lines.start)
    #expect(file.hasPrefix(state.path + "/.local/state/lastcall/"))
    let nowhere = RecordingFolder(environment: [:])
    #expect(nowhere == nil)
  }
}
