import CLibrary

/// What Linux tells of its processes as files.
enum ProcFiles {
  /// What a file holds, up to 16 MB of it; nil when it cannot be read.
  static func bytes(of path: String, partSize: Int = 4096) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: partSize)
    while bytes.count < 16_000_000 {
      let count = read(descriptor, &part, part.count)
      if count <= 0 { break }
      bytes += part[..<count]
    }
    return bytes
  }

  /// Where a link leads; nil when it is none.
  static func target(of link: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = readlink(link, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
