import AsyncHTTPClient
import NIOCore
import NIOSSL

/// Clients that ask one request after the other over connections that they keep.
struct Load {
  var asked = 0
  var answered = 0
  /// The service had closed its port: a load balancer asks another pod then.
  var refused = 0
  /// Everything else but 200.
  var failures: [String] = []

  /// Asks until the task is cancelled, and sees each request to its end.
  static func run(clients: Int, url: String, over client: HTTPClient = plainClient) async -> Load {
    await withTaskGroup(of: Load.self) { group in
      for _ in 0..<clients {
        group.addTask {
          var load = Load()
          while !Task.isCancelled { await load.ask(url, over: client) }
          return load
        }
      }
      return await group.reduce(into: Load()) { total, load in
        total.asked += load.asked
        total.answered += load.answered
        total.refused += load.refused
        total.failures += load.failures
      }
    }
  }

  private mutating func ask(_ url: String, over client: HTTPClient) async {
    asked += 1
    // Of its own, since the end of the load must not cut the request.
    let outcome = await Task.detached { await get(url, over: client) }.value
    switch outcome {
    case "200": answered += 1
    case let text where text.contains("refused"): refused += 1
    default: failures.append(outcome)
    }
  }
}

/// With a connection for each client, and none that is tried again after a while.
let plainClient = client(.automatic)

/// A client of one version of HTTP, that takes every certificate.
func client(_ version: HTTPClient.Configuration.HTTPVersion) -> HTTPClient {
  var configuration = HTTPClient.Configuration()
  configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
  configuration.connectionPool.retryConnectionEstablishment = false
  configuration.httpVersion = version
  configuration.tlsConfiguration = .makeClientConfiguration()
  configuration.tlsConfiguration?.certificateVerification = .none
  return HTTPClient(configuration: configuration)
}

/// The status of an answer that was read to its end, or why there was none.
func get(_ url: String, over client: HTTPClient = plainClient) async -> String {
  do {
    let response = try await client.execute(
      HTTPClientRequest(url: url), timeout: .seconds(60))
    _ = try await response.body.collect(upTo: 1 << 20)
    return "\(response.status.code)"
  } catch {
    return "\(error)"
  }
}
