import CLibrary
import FoundationEssentials
import Subprocess

/// The programs the tests start, and what runs on this machine.
enum Programs {
  /// The sandbox as a program of its own: the tests' bundle stands beside it.
  static let sandbox: String = {
    let tests = URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "SandboxProcess")
      .path(percentEncoded: false)
  }()

  static let worker = [sandbox, "worker"]

  static func has(_ name: String) -> Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// How many processes name the text in their command line.
  static func count(with text: String) async throws -> Int {
    let listed = try await run(
      .name("ps"), arguments: ["-A", "-ww", "-o", "args="], output: .string(limit: 1 << 22))
    return listed.standardOutput.split(separator: "\n").count { $0.contains(text) }
  }

  /// Waits up to a minute for a condition.
  static func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while try await !condition() {
      guard ContinuousClock.now < end else { return false }
      await Task.yield()
    }
    return true
  }
}
