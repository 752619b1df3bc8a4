import HarmlessText
import Inputs
import Recording
import ShutdownModel
import Time

/// The files of a replay as the user named them.
struct ReplayFiles: Sendable {
  var paths: [String]
  /// The pod of lines that name none.
  var pod: String?
  /// The grace of pods that only their log shows.
  var grace: TimeSpan?
  /// How long their preStop hook runs before the signal.
  var preStop: TimeSpan?

  /// Opens all of them.
  ///
  /// - Throws: `FileError`, ``ReplayInputError`` for one that is empty or no text.
  func open() throws -> [ReplayFile] {
    try paths.map { path in
      let bytes = try FileBytes(path: path)
      if bytes.beginning.isEmpty { throw ReplayInputError(path, "it is empty") }
      return try ReplayFile(bytes)
    }
  }
}

/// An open file and what it holds, as its beginning tells.
struct ReplayFile {
  enum Kind {
    case recording
    /// What kubectl printed of pods, events and workloads.
    case objects
    case log
    /// What is a log, but not of a pod; nothing in it is read.
    case foreign(ForeignForm)
  }

  let bytes: FileBytes
  let kind: Kind

  fileprivate init(_ bytes: FileBytes) throws {
    self.bytes = bytes
    if Recording.recognises(bytes.beginning) {
      kind = .recording
    } else if KubectlObjects.recognises(bytes.beginning) {
      kind = .objects
    } else {
      try bytes.expectText()
      switch ForeignForm(bytes.beginning) {
      case nil: kind = .log
      case .nodeJournal: kind = .foreign(.nodeJournal)
      case let form?: throw ReplayInputError(bytes.path, form.answer)
      }
    }
  }

  /// It is a run that lastcall recorded.
  var isRecording: Bool { if case .recording = kind { true } else { false } }

  /// What it is called, without its folder.
  var name: String {
    let path = bytes.path
    return path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension FileBytes {
  /// Refuses what no log is.
  fileprivate func expectText() throws {
    for (mark, program) in [
      ([0x1F, 0x8B] as [UInt8], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ]
    where beginning.starts(with: mark) {
      throw ReplayInputError(path, "it is compressed; decompress it first: \(program) -dc FILE | …")
    }
    if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) {
      throw ReplayInputError(
        path, "it is UTF-16; convert it to UTF-8 first: iconv -f UTF-16 -t UTF-8")
    }
    guard beginning.contains(0) else { return }
    throw ReplayInputError(path, "it contains binary data and is neither a log nor a recording")
  }
}

/// Why files cannot be replayed, as one sentence.
struct ReplayInputError: Error, CustomStringConvertible {
  let description: String

  init(_ path: String, _ reason: String) {
    description = "cannot replay \(path == "-" ? "stdin" : path.harmless(limit: 300)): \(reason)"
  }
}
