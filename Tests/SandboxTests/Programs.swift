import FoundationEssentials
import Subprocess

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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

  /// A port of this machine that nobody listens on.
  static func freePort() -> Int {
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) { bytes in
      guard let general = bytes.bindMemory(to: sockaddr.self).baseAddress else { return }
      _ = bind(descriptor, general, length)
      _ = getsockname(descriptor, general, &length)
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
