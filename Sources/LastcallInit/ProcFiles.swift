import CLibrary
import Processes

/// What Linux tells of its processes as files.
enum ProcFiles {
  /// What a file holds, up to 1 MB of it; nil when it cannot be read.
  static func bytes(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 1_000_000 {
      let count = read(descriptor, &part, part.count)
      if count <= 0 { break }
      bytes += part[..<count]
    }
    return bytes
  }

  /// The number of the process that was started last in this namespace; source: proc(5) of Linux.
  static var newestProcessID: Int32? {
    bytes(of: "/proc/loadavg")?.split(separator: UInt8(ascii: " ")).last.flatMap {
      Int32(String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
  }

  /// The children of a process's first thread; none where the kernel does not tell.
  static func children(of processID: Int32) -> [Int32] {
    let bytes = bytes(of: "/proc/\(processID)/task/\(processID)/children") ?? []
    return bytes.split(separator: UInt8(ascii: " ")).compactMap {
      Int32(String(decoding: $0, as: UTF8.self))
    }
  }

  /// The sockets that a process holds.
  enum Sockets {
    /// By their inodes.
    case known(Set<UInt64>)
    /// They may not be read: the process has another user, and this one not CAP_SYS_PTRACE.
    case refused
    /// The process has ended.
    case gone
  }

  static func sockets(of processID: Int32) -> Sockets {
    let folder = "/proc/\(processID)/fd"
    let names = names(inDirectory: folder)
    // Every folder has two.
    if names.isEmpty { return access(folder, F_OK) == 0 ? .refused : .gone }
    var inodes: Set<UInt64> = []
    for name in names where !name.hasPrefix(".") {
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = readlink("\(folder)/\(name)", &bytes, bytes.count)
      // It may have been closed meanwhile; of a process that has ended, too, it is said that it is refused.
      if count < 0, errno != ENOENT { return access(folder, F_OK) == 0 ? .refused : .gone }
      let target = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
      if target.hasPrefix("socket:["), let inode = UInt64(target.dropFirst(8).dropLast()) {
        inodes.insert(inode)
      }
    }
    return .known(inodes)
  }
}
