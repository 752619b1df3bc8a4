import NIOCore
import NIOPosix
import Synchronization

@testable import Inputs

/// A real HTTP server that says byte for byte what a test tells it to.
final class ScriptedServer: Sendable {
  /// One request as it came.
  struct Request: Sendable {
    /// The whole target, with the query.
    var target: String
    /// Which connection it came on, counted from 0.
    var connection: Int

    var path: String { String(target.prefix { $0 != "?" }) }

    /// The value of a query parameter, as it was sent.
    func query(_ name: String) -> String? {
      let query = target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
      return query.split(separator: "&").map(String.init).first { $0.hasPrefix(name + "=") }
        .map { String($0.dropFirst(name.utf8.count + 1)) }
    }
  }

  /// What the server does next on the connection.
  enum Move: Sendable {
    case send([UInt8])
    /// Says nothing until the client has gone.
    case hang
    case close
  }

  /// Answers one request; a connection whose moves do not close it takes the next one.
  typealias Answer = @Sendable (Request) async -> [Move]

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  let base: HTTPBase
  private let log = Mutex<[Request]>([])

  private init(base: HTTPBase) {
    self.base = base
  }

  /// Every request so far, in the order they came.
  var requests: [Request] { log.withLock { $0 } }

  /// Where it listens, for a kubeconfig.
  var url: String {
    if case .tcp(let host, let port) = base { "http://\(host):\(port)" } else { "" }
  }

  /// A server before it serves.
  struct Prepared {
    fileprivate let answer: Answer

    /// Serves while the body runs.
    func run<Result: Sendable>(
      _ body: @Sendable (ScriptedServer) async throws -> Result
    ) async throws -> Result {
      try await ScriptedServer.run(answer, body)
    }
  }

  /// Prepares a server that answers so.
  static func answering(_ answer: @escaping Answer) -> Prepared { Prepared(answer: answer) }

  private static func run<Result: Sendable>(
    _ answer: @escaping Answer, _ body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let listener: NIOAsyncChannel<any Channel, Never> = try await ServerBootstrap(
      group: MultiThreadedEventLoopGroup.singleton
    )
    .childChannelOption(.autoRead, value: false)
    .bind(host: "127.0.0.1", port: 0) { $0.eventLoop.makeSucceededFuture($0) }
    let port = listener.channel.localAddress?.port ?? 0
    let server = ScriptedServer(base: .tcp(host: "127.0.0.1", port: port))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await server.accept(listener, answer) }
      defer { group.cancelAll() }
      return try await body(server)
    }
  }

  private func accept(
    _ listener: NIOAsyncChannel<any Channel, Never>, _ answer: @escaping Answer
  ) async {
    try? await listener.executeThenClose { connections in
      await withDiscardingTaskGroup { group in
        var count = 0
        do {
          for try await channel in connections {
            let number = count
            count += 1
            group.addTask { try? await self.talk(channel, number, answer) }
          }
        } catch {}
        group.cancelAll()
      }
    }
  }

  private func talk(
    _ channel: any Channel, _ number: Int, _ answer: @escaping Answer
  ) async throws {
    // Only now: a connection nobody takes before the end must not have begun.
    let connection = try await channel.eventLoop.submit {
      try Connection(wrappingChannelSynchronously: channel)
    }.get()
    try await connection.executeThenClose { inbound, outbound in
      try await channel.setOption(.autoRead, value: true).get()
      var text = ""
      var parts = inbound.makeAsyncIterator()
      while let part = try await parts.next() {
        text += String(buffer: part)
        while let end = text.firstRange(of: "\r\n\r\n") {
          let line = text.split(separator: "\r\n", maxSplits: 1).first ?? ""
          let words = line.split(separator: " ")
          text = String(text[end.upperBound...])
          let request = Request(target: words.count > 1 ? String(words[1]) : "", connection: number)
          log.withLock { $0.append(request) }
          for move in await answer(request) {
            switch move {
            case .send(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
            case .hang: while try await parts.next() != nil {}
            case .close: return
            }
          }
        }
      }
    }
  }
}

extension ScriptedServer.Move {
  /// Sends text.
  static func text(_ text: String) -> Self { .send(Array(text.utf8)) }

  /// A whole answer with its length, after which the connection can be used again.
  static func answer(_ body: String, status: Int = 200, headers: [String] = []) -> Self {
    .text(
      (["HTTP/1.1 \(status) Said"] + headers + ["Content-Length: \(body.utf8.count)"])
        .joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// The head of an answer in chunks.
  static func streamHead(status: Int = 200) -> Self {
    .text("HTTP/1.1 \(status) Said\r\nTransfer-Encoding: chunked\r\n\r\n")
  }

  /// One chunk.
  static func chunk(_ text: String) -> Self {
    .text(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
  }

  /// The end of an answer in chunks.
  static let streamEnd = Self.text("0\r\n\r\n")
}
