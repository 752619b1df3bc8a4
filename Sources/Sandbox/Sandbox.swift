import LastcallPod
import NIOCore
import NIOPosix
import Synchronization

/// A small cluster of real processes on this machine, with the API a real one has.
public final class Sandbox: Sendable {
  /// What goes well and what goes wrong in it.
  public enum Scenario: String, CaseIterable, Sendable {
    case mixed
    case clean
    case stuck
    case swallowed
    case lateTraffic = "late-traffic"
    case prestopOverrun = "prestop-overrun"
    case secondDelete = "second-delete"
  }

  /// The path of the Unix socket its API is served on.
  public var endpoint: String { directory.socket }
  /// The port it listens on over TCP, while it runs; nil without one.
  public var port: Int? { boundPort.withLock { $0 } }
  /// The namespace everything is in.
  public var namespace: String { Objects.namespace }
  /// The Deployment that is rolled.
  public var workload: String { "deployment/\(Objects.name)" }

  let cluster: Cluster
  private let directory: SocketDirectory
  private let listen: (host: String, port: Int)?
  private let boundPort = Mutex<Int?>(nil)
  private let group: MultiThreadedEventLoopGroup

  /// Prepares a sandbox; nothing runs yet.
  ///
  /// `listen` is `PORT` or `HOST:PORT` for clients over TCP as well, 0 for any free one; `workerCommand` starts
  /// ``Worker/run(arguments:)`` with the arguments that are appended to it.
  public convenience init(
    scenario: Scenario, listen: String? = nil, seed: UInt64 = 1, workerCommand: [String]
  ) throws {
    try self.init(
      story: Story(scenario), listen: listen, seed: seed, workerCommand: workerCommand)
  }

  package init(
    story: Story, listen: String? = nil, seed: UInt64 = 1, workerCommand: [String],
    historyLimit: Int = 2000
  ) throws {
    self.listen = try listen.map(Self.address)
    directory = try SocketDirectory()
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    cluster = Cluster(
      story: story, seed: seed, workerCommand: workerCommand, directory: directory.path,
      client: WorkerClient(group: group), historyLimit: historyLimit)
  }

  // One that never ran has its directory all the same.
  deinit { SocketDirectory.remove(directory.path) }

  /// Runs the sandbox while body runs, which may use it at once; then nothing of it is left.
  public func run<Result: Sendable>(
    _ body: @Sendable (Sandbox) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await serve(body)
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  /// Runs the sandbox until the task is cancelled.
  public func run() async throws {
    try await run { _ in
      while true { try await Task.sleep(for: .seconds(3600)) }
    }
  }

  /// Returns when the rollout is complete and the last old pod has gone, or the sandbox ends.
  public func waitUntilStoryIsOver() async {
    for await _ in await cluster.storyEnd() {}
  }

  /// Whether the rollout is complete and the last old pod has gone.
  public var storyIsOver: Bool {
    get async { await cluster.isStoryOver }
  }

  /// Begins a further rolling update, as `kubectl rollout restart` does.
  public func restartRollout() async {
    await cluster.restartRollout()
  }

  private func serve<Result: Sendable>(
    _ body: @Sendable (Sandbox) async throws -> Result
  ) async throws -> Result {
    let server = APIServer(cluster: cluster)
    let local = try await server.bind(group, path: directory.socket)
    let remote =
      if let listen { try await server.bind(group, host: listen.host, port: listen.port) } else {
        Optional<APIServer.Listener>.none
      }
    boundPort.withLock { $0 = remote?.channel.localAddress?.port }
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      defer { tasks.cancelAll() }
      tasks.addTask { await self.cluster.run() }
      tasks.addTask { try await server.serve(local) }
      if let remote { tasks.addTask { try await server.serve(remote) } }
      return try await body(self)
    }
  }

  private func leave() async {
    try? await group.shutdownGracefully()
    SocketDirectory.remove(directory.path)
  }

  /// Reads `PORT`, `HOST:PORT` or `[HOST]:PORT`.
  private static func address(_ text: String) throws(SandboxError) -> (host: String, port: Int) {
    let colon = text.lastIndex(of: ":")
    let host = colon.map { text[..<$0] } ?? "127.0.0.1"
    let port = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard let number = Int(port), (0...65535).contains(number), !host.isEmpty else {
      throw .badAddress(text)
    }
    let isBracketed = host.first == "[" && host.last == "]"
    return (String(isBracketed ? host.dropFirst().dropLast() : host), number)
  }
}

/// Why a sandbox cannot run.
public enum SandboxError: Error, Equatable, Sendable, CustomStringConvertible {
  case badAddress(String)

  public var description: String {
    switch self {
    case .badAddress(let text): "cannot listen on '\(text)'; give PORT or HOST:PORT"
    }
  }
}
