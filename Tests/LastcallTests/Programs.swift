import CLibrary
import Subprocess

/// Programs on the PATH and processes of this machine.
enum Programs {
  struct Process: Equatable, Sendable {
    var pid: Int32
    var parent: Int32
    /// Its command line.
    var line: String

    /// The program's name, without its folder.
    var name: String {
      line.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? ""
    }
  }

  /// Where programs are looked for.
  static let path = getenv("PATH").map { String(cString: $0) } ?? ""

  static func has(_ name: String) -> Bool {
    path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Every process whose command line names the text.
  static func processes(with text: String) async throws -> [Process] {
    try await processes().filter { $0.line.contains(text) }
  }

  /// Every process that a process has started, and that those have started.
  static func descendants(of ancestor: Int32) async throws -> [Process] {
    let all = try await processes()
    var found = all.filter { $0.parent == ancestor }
    var index = 0
    while index < found.count {
      let parent = found[index].pid
      found += all.filter { $0.parent == parent }
      index += 1
    }
    return found
  }

  private static func processes() async throws -> [Process] {
    let listed = try await run(
      .name("ps"), arguments: ["-A", "-ww", "-o", "pid=,ppid=,args="],
      output: .string(limit: 1 << 22))
    return listed.standardOutput.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count > 2, let pid = Int32(words[0]), let parent = Int32(words[1]) else {
        return nil
      }
      return Process(pid: pid, parent: parent, line: String(words[2]))
    }
  }
}
