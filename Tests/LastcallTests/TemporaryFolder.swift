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

  /// Waits up to a minute until no process names it any more; returns what is left then.
  func processes() async throws -> [Programs.Process] {
    try await remains { try await Programs.processes(with: path) }
  }

  /// Waits up to a minute until nothing of a demo is left that had its directory in here:
  /// no directory and no worker. Returns what is left then.
  func leftovers() async throws -> [String] {
    try await remains {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
      let workers = try await Programs.processes(with: path + "/lastcall-demo-")
      return names.filter { $0.hasPrefix("lastcall-") } + workers.map(\.name)
    }
  }

  private func remains<Left>(_ look: () async throws -> [Left]) async throws -> [Left] {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      let left = try await look()
      if left.isEmpty || ContinuousClock.now >= end { return left }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
