import CLibrary
import Subprocess

@testable import Inputs

/// Programs on the PATH and processes of this machine.
enum Programs {
  struct Process: Equatable, Sendable {
    var pid: Int32
    var name: String
  }

  static func has(_ name: String) -> Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Every process whose command line names the text.
  static func processes(with text: String) async throws -> [Process] {
    let listed = try await run(
      .name("ps"), arguments: ["-A", "-ww", "-o", "pid=,args="], output: .string(limit: 1 << 22))
    return listed.standardOutput.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard line.contains(text), words.count > 1, let pid = Int32(words[0]) else { return nil }
      return Process(pid: pid, name: String(words[1].split(separator: "/").last ?? ""))
    }
  }

  /// Ends a process as `kill -9` does.
  static func kill(_ pid: Int32) {
    #if canImport(Glibc)
      _ = Glibc.kill(pid, SIGKILL)
    #elseif canImport(Musl)
      _ = Musl.kill(pid, SIGKILL)
    #else
      _ = Darwin.kill(pid, SIGKILL)
    #endif
  }

  /// Waits up to a minute until no command line names the text.
  static func haveEnded(with text: String) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while try await !processes(with: text).isEmpty {
      guard ContinuousClock.now < end else { return false }
    }
    return true
  }
}

extension HTTPBase {
  var socketPath: String? {
    if case .socket(let path) = self { path } else { nil }
  }
}
