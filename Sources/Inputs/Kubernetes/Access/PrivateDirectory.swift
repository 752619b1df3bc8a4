internal import CLibrary
import Processes

/// A directory only this user can enter, for one socket; both go when it is removed.
///
/// It is locked for as long as its lastcall lives: what has no lock was left by one that was killed, and
/// the next sweeps it out.
struct PrivateDirectory: Sendable {
  let path: String
  private let lock: CInt
  private static let prefix = "lastcall-kubectl-"

  var socketPath: String { path + "/s" }

  /// Makes it under `$XDG_RUNTIME_DIR`, `$TMPDIR` or `/tmp`, the first whose path is short enough.
  ///
  /// A socket's path holds at most 107 bytes on Linux and 103 on macOS.
  init() throws(KubectlError) {
    let parents: [String] = (["XDG_RUNTIME_DIR", "TMPDIR"] as [String]).compactMap { name in
      getenv(name).map { String(cString: $0) }
    }
    for parent in parents + ["/tmp"] where parent.hasPrefix("/") && parent.utf8.count < 70 {
      Self.sweep(parent)
      var template = Array((parent + "/" + Self.prefix + "XXXXXX").utf8CString)
      // mkdtemp makes it with mode 0700.
      guard mkdtemp(&template) != nil else { continue }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      lock = Self.lock(path)
      return
    }
    throw .failed("cannot create a directory for its socket under /tmp")
  }

  func remove() {
    unlink(socketPath)
    rmdir(path)
    if lock >= 0 { close(lock) }
  }

  /// Removes what killed ones have left.
  private static func sweep(_ parent: String) {
    for name in names(inDirectory: parent) where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      var status = stat()
      // A new one is not locked yet.
      guard lstat(path, &status) == 0, status.st_uid == getuid(),
        time(nil) - status.modifiedAt > 10
      else { continue }
      let lock = lock(path)
      guard lock >= 0 else { continue }
      unlink(path + "/s")
      rmdir(path)
      close(lock)
    }
  }

  /// A descriptor that holds the directory, which no child inherits; negative when another lastcall
  /// does.
  private static func lock(_ path: String) -> CInt {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return -1 }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    close(descriptor)
    return -1
  }
}

extension stat {
  fileprivate var modifiedAt: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_sec
    #else
      st_mtim.tv_sec
    #endif
  }
}
