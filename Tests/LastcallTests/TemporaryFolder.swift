import FoundationEssentials

/// A new empty folder that goes when the value goes.
///
/// Its path is short: a socket's path has room for about a hundred bytes.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/lastcall-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  /// Writes a kubeconfig of one cluster, user and current context, and returns its path.
  @discardableResult
  func writeKubeconfig(server: String, context: String, namespace: String) throws -> String {
    try write(
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: here, cluster: {server: "\(server)"}}]
      users: [{name: me, user: {}}]
      contexts: [{name: \(context), context: {cluster: here, user: me, namespace: \(namespace)}}]
      current-context: \(context)

      """.utf8, to: "config")
  }

  /// A file's text; empty when there is none.
  func text(of name: String) -> String {
    let bytes = try? Data(contentsOf: URL(filePath: path + "/" + name))
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// What is in it.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path)
  }

  /// Waits up to five seconds until no process names it any more; returns what is left then.
  func processes() async throws -> [Programs.Process] {
    let end = ContinuousClock.now + .seconds(5)
    while true {
      let left = try await Programs.processes(with: path)
      if left.isEmpty || ContinuousClock.now >= end { return left }
    }
  }

  /// Waits up to five seconds until nothing of a demo is left that had its directory in here:
  /// no directory and no worker. Returns what is left then.
  func leftovers() async throws -> [String] {
    let end = ContinuousClock.now + .seconds(5)
    while true {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasPrefix("lastcall-") }
      let workers = try await Programs.processes(with: path + "/lastcall-demo-")
      if names.isEmpty, workers.isEmpty || ContinuousClock.now >= end { return workers.map(\.name) }
      if ContinuousClock.now >= end { return names + workers.map(\.name) }
    }
  }
}
