import CLibrary
import LastcallPod
import Processes

/// A private directory (0700) with one socket in it, gone when its sandbox is.
struct SocketDirectory {
  private static let prefix = "lastcall-demo-"

  let path: String
  var socket: String { Self.socket(in: path) }

  /// Makes a new one in the user's runtime directory or TMPDIR, and sweeps out those of dead ones.
  init() throws(SystemError) {
    let parent = Self.parent
    Self.sweep(parent)
    var template = Array("\(parent)/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SystemError(action: "cannot make a directory in \(parent)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes the socket and the directory, if they are there.
  static func remove(_ path: String) {
    unlink(socket(in: path))
    rmdir(path)
  }

  private static func socket(in path: String) -> String { path + "/api.sock" }

  private static var parent: String {
    for name in ["XDG_RUNTIME_DIR", "TMPDIR"] {
      if let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/"),
        // A socket's whole path has room for about a hundred bytes.
        value.utf8.count < 60, access(value, W_OK) == 0
      {
        return value.hasSuffix("/") ? String(value.dropLast()) : value
      }
    }
    return "/tmp"
  }

  /// Removes what a sandbox left that was killed together with all of its workers.
  private static func sweep(_ parent: String) {
    for name in names(inDirectory: parent) {
      guard name.hasPrefix(prefix),
        let pid = name.dropFirst(prefix.count).split(separator: "-").first.flatMap({ pid_t($0) }),
        pid > 0, kill(pid, 0) != 0, errno == ESRCH
      else { continue }
      remove("\(parent)/\(name)")
    }
  }
}
