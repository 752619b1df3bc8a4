#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A directory only this user can enter, for one socket; both go when it is removed.
struct PrivateDirectory: Sendable {
  let path: String

  var socketPath: String { path + "/s" }

  /// Makes it under `$XDG_RUNTIME_DIR`, `$TMPDIR` or `/tmp`, the first whose path is short enough.
  ///
  /// A socket's path holds at most 107 bytes on Linux and 103 on macOS.
  init() throws(KubectlError) {
    let parents: [String] = (["XDG_RUNTIME_DIR", "TMPDIR"] as [String]).compactMap { name in
      getenv(name).map { String(cString: $0) }
    }
    for parent in parents + ["/tmp"] where parent.hasPrefix("/") && parent.utf8.count < 70 {
      var template = Array((parent + "/lastcall-XXXXXX").utf8CString)
      // mkdtemp makes it with mode 0700.
      guard mkdtemp(&template) != nil else { continue }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return
    }
    throw .failed("no directory for its socket can be made under /tmp")
  }

  func remove() {
    unlink(socketPath)
    rmdir(path)
  }
}
