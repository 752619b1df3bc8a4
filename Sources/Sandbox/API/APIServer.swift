import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves the API over HTTP/1.1 on Unix and TCP sockets.
struct APIServer: Sendable {
  typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
  /// Its connections become ``Connection``s when they are taken: one that nobody takes any more at
  /// the end must not have begun.
  typealias Listener = NIOAsyncChannel<any Channel, Never>

  private static let maximumBody = 1 << 20

  let cluster: Cluster

  /// Listens on a Unix socket.
  func bind(_ group: MultiThreadedEventLoopGroup, path: String) async throws -> Listener {
    try await ServerBootstrap(group: group)
      .childChannelOption(.autoRead, value: false)
      .bind(unixDomainSocketPath: path, childChannelInitializer: Self.configure)
  }

  /// Listens on a TCP port.
  func bind(
    _ group: MultiThreadedEventLoopGroup, host: String, port: Int
  ) async throws -> Listener {
    try await ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .bind(host: host, port: port, childChannelInitializer: Self.configure)
  }

  @Sendable private static func configure(_ channel: any Channel) -> EventLoopFuture<any Channel> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.configureHTTPServerPipeline()
      return channel
    }
  }

  private static func take(_ channel: any Channel) async throws -> Connection {
    try await channel.eventLoop.submit {
      try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }.get()
  }

  /// Accepts and answers until it is cancelled.
  func serve(_ listener: Listener) async throws {
    try await listener.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { tasks in
        for try await channel in connections {
          // A client that breaks off ends only its own connection.
          tasks.addTask { try? await answerAll(of: Self.take(channel)) }
        }
      }
    }
  }

  private func answerAll(of connection: Connection) async throws {
    let channel = connection.channel
    try await connection.executeThenClose { inbound, outbound in
      try await channel.setOption(.autoRead, value: true).get()
      var parts = inbound.makeAsyncIterator()
      while case .head(let head)? = try await parts.next() {
        var body = ByteBuffer()
        while case .body(var bytes)? = try await parts.next() {
          body.writeBuffer(&bytes)
          guard body.readableBytes <= Self.maximumBody else { return }
        }
        let request = APIRequest(head: head, body: body)
        // A stream may be silent for long; only the channel tells that its reader has gone.
        let answer = Task { try await self.answer(request, outbound) }
        channel.closeFuture.whenComplete { _ in answer.cancel() }
        try await withTaskCancellationHandler {
          try await answer.value
        } onCancel: {
          answer.cancel()
        }
        guard head.isKeepAlive else { return }
      }
    }
  }

  private func answer(
    _ request: APIRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  ) async throws {
    let answer = await APIRouter(cluster: cluster).answer(request)
    var headers = HTTPHeaders()
    if let type = answer.contentType { headers.add(name: "Content-Type", value: type) }
    // What a pod answered keeps the pod's own date, or none.
    if !answer.isProxied { headers.add(name: "Date", value: Timestamp.now.http) }
    headers.add(name: "Cache-Control", value: "no-cache, private")
    if case .whole(let body) = answer.content {
      headers.add(name: "Content-Length", value: String(body.readableBytes))
    }
    let status = HTTPResponseStatus(statusCode: answer.code)
    try await outbound.write(
      .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
    switch answer.content {
    case .whole(let body): try await outbound.write(.body(.byteBuffer(body)))
    case .stream(let write):
      try await write { text in
        try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
      }
    }
    try await outbound.write(.end(nil))
  }
}
