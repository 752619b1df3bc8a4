internal import CLibrary
internal import ShutdownModel
public import Time

/// Where runs are recorded when every run is: the newest are kept, old ones go.
public struct RecordingFolder: Sendable {
  /// So many recordings are kept, the new one among them.
  public static let countLimit = 20
  /// So many bytes they may have together.
  public static let byteLimit = 200 << 20

  private let path: String

  /// `$XDG_STATE_HOME/lastcall`, or what stands for it; nil when there is no home.
  public init?(environment: [String: String]) {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      path = state + "/lastcall"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = home + "/.local/state/lastcall"
    } else {
      return nil
    }
  }

  /// Makes room for a new recording and names it by its start.
  ///
  /// - Throws: ``RecordingFileError`` when the folder cannot be made.
  public func prepare(started: Instant) throws(RecordingFileError) -> String {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o700) != 0, errno != EEXIST {
        throw RecordingFileError("cannot make the folder for recordings", made, errno: errno)
      }
    }
    prune()
    let time = String(started.rfc3339.prefix(19)).replacing(":", with: "-")
    return "\(path)/\(time)Z-\(getpid()).jsonl"
  }

  /// How many bytes a new recording may have: whatever the kept ones leave, and a tenth at least.
  public var room: Int {
    max(Self.byteLimit - recordings().map(\.size).reduce(0, +), Self.byteLimit / 10)
  }

  /// Removes the oldest until the limits are kept, with room for one more.
  private func prune() {
    var kept = recordings().sorted { $0.name < $1.name }
    var bytes = kept.map(\.size).reduce(0, +)
    while kept.count >= Self.countLimit || bytes > Self.byteLimit * 9 / 10, let oldest = kept.first
    {
      guard unlink(path + "/" + oldest.name) == 0 else { return }
      bytes -= oldest.size
      kept.removeFirst()
    }
  }

  private func recordings() -> [(name: String, size: Int)] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [(name: String, size: Int)] = []
    while let entry = readdir(folder) {
      // An entry is as long as its name: a copy of its whole type would read beyond the last one.
      guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
      let name = String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      var status = stat()
      guard Self.isOwn(name), lstat(path + "/" + name, &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      found.append((name, Int(status.st_size)))
    }
    return found
  }

  /// Whether lastcall itself has named the file: `2026-11-24T10-00-00Z-4711.jsonl`.
  private static func isOwn(_ name: String) -> Bool {
    let form = "0000-00-00T00-00-00Z-"
    guard name.utf8.count > form.utf8.count, name.hasSuffix(".jsonl") else { return false }
    let isStamped = zip(name.utf8, form.utf8).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
    }
    let process = name.utf8.dropFirst(form.utf8.count).dropLast(".jsonl".utf8.count)
    return isStamped && !process.isEmpty && process.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
