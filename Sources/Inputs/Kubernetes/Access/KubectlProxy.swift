import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// `kubectl proxy` on a private socket: it does the authentication, as every kubeconfig wants it.
struct KubectlProxy: Sendable {
  private let kubectl: Kubectl
  private let said: @Sendable (String) async -> Void

  /// Makes a proxy; nothing is started yet.
  ///
  /// - Parameter said: gets what kubectl's plugins for credentials say, one harmless line each.
  init(_ kubectl: Kubectl, said: @escaping @Sendable (String) async -> Void = { _ in }) {
    self.kubectl = kubectl
    self.said = said
  }

  // The shell holds a pipe from lastcall as its stdin: however lastcall ends, kill -9 included, the
  // pipe closes, and the proxy ends with it. SIGTERM ends both as well, at whatever moment it comes.
  // Only kubectl holds the output, so that its end shows when kubectl itself dies.
  private static let script = """
    over=; trap over=1 TERM
    exec 3<&0; "$@" 3<&- </dev/null & child=$!; exec >/dev/null 2>&1
    trap 'kill "$child" $pipe; exit' TERM
    [ "$over" ] || { cat <&3 & pipe=$!; wait "$pipe"; }
    kill "$child"; wait "$child"
    """

  /// Runs `body` with the base the proxy serves at; both are started again whenever it dies.
  ///
  /// - Parameter lost: told each time a proxy that had served is gone.
  /// - Throws: ``KubectlError`` when the first start fails (a wrong context, no kubectl), and what
  ///   `body` throws.
  func run(
    lost: @Sendable (String) async -> Void,
    _ body: @escaping @Sendable (HTTPBase) async throws -> Void
  ) async throws {
    var backoff = Backoff()
    var hasServed = false
    while !Task.isCancelled {
      let (served, reason) = try await serveOnce(body)
      try Task.checkCancellation()
      hasServed = hasServed || served
      guard hasServed else { throw KubectlError.failed(reason) }
      if served { backoff.reset() }
      await lost("kubectl proxy ended: \(reason)")
      try await Task.sleep(for: backoff.next())
    }
  }

  private func serveOnce(
    _ body: @escaping @Sendable (HTTPBase) async throws -> Void
  ) async throws -> (served: Bool, reason: String) {
    let directory = try PrivateDirectory()
    defer { directory.remove() }
    do {
      let result = try await Subprocess.run(
        .path("/bin/sh"), arguments: arguments(socket: directory.socketPath),
        platformOptions: Kubectl.options, input: .inputWriter, output: .sequence,
        error: .combinedWithOutput
      ) { execution in
        try await withThrowingTaskGroup(of: Void.self) { group in
          var said = ""
          var served = false
          var words = PluginWords()
          for try await line in execution.standardOutput.strings() {
            if !served, line.contains("Starting to serve on") {
              served = true
              group.addTask {
                do {
                  try await body(.socket(path: directory.socketPath))
                } catch {
                  // Without its proxy's end the loop here would not see the error.
                  try? execution.send(signal: .terminate)
                  throw error
                }
              }
            } else {
              said = String((said + line + "\n").suffix(4096))
              if served, let word = words.next(line) { await self.said(word) }
            }
          }
          group.cancelAll()
          if case .failure(let error)? = await group.nextResult(), !(error is CancellationError) {
            throw error
          }
          return (served, said)
        }
      }
      let (served, said) = result.closureResult
      if said.contains("kubectl: not found") || said.contains("kubectl: command not found") {
        throw KubectlError.missing
      }
      return (served, KubectlError.essence(of: said))
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw KubectlError.failed("\(error)")
    }
  }

  private func arguments(socket: String) -> Arguments {
    Arguments(
      [
        "-c", KubectlProxy.script, "sh", "kubectl", "proxy", "--unix-socket=\(socket)",
        // lastcall reads; nothing else passes.
        "--reject-methods=^(POST|PUT|PATCH|DELETE)$",
      ] + kubectl.flags)
  }
}
