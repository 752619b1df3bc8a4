import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks workers on this machine over HTTP, one connection a request.
struct WorkerClient: Sendable {
  /// A whole answer.
  struct Answer: Sendable {
    var code: Int
    var contentType: String?
    var body: ByteBuffer
  }

  /// Why there was no answer.
  enum Failure: Error {
    case incomplete
    case timedOut
    case tooLarge
  }

  private static let maximumBody = 1 << 20

  let group: MultiThreadedEventLoopGroup

  /// GETs a path from a port of this machine.
  func get(
    port: Int, path: String, headers: [(String, String)] = [], timeout: Duration
  ) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer.self) { tasks in
      defer { tasks.cancelAll() }
      tasks.addTask { try await fetch(port: port, path: path, headers: headers) }
      tasks.addTask {
        try await Task.sleep(for: timeout)
        throw Failure.timedOut
      }
      guard let answer = try await tasks.next() else { throw Failure.incomplete }
      return answer
    }
  }

  private func fetch(
    port: Int, path: String, headers more: [(String, String)]
  ) async throws -> Answer {
    let channel = try await ClientBootstrap(group: group)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
            wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var headers: HTTPHeaders = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
      headers.add(contentsOf: more)
      let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
      try await outbound.write(.head(head))
      try await outbound.write(.end(nil))
      var answer: Answer?
      for try await part in inbound {
        switch part {
        case .head(let head):
          answer = Answer(
            code: Int(head.status.code), contentType: head.headers["content-type"].first,
            body: ByteBuffer())
        case .body(var bytes):
          answer?.body.writeBuffer(&bytes)
          if answer?.body.readableBytes ?? 0 > Self.maximumBody { throw Failure.tooLarge }
        case .end:
          if let answer { return answer }
        }
      }
      throw Failure.incomplete
    }
  }
}
