import NIOCore
import NIOPosix
import Synchronization

/// The status endpoint of a pod, on a real socket; what it answers is the test's choice.
final class PodEndpoint: Sendable {
  private let body = Mutex<[UInt8]>([])
  private let listener = Mutex<(any Channel)?>(nil)
  private let chosen = Mutex(0)
  private let answerCount = Mutex(0)
  private let answers = AsyncStream.makeStream(of: Int.self)

  var port: Int { chosen.withLock { $0 } }
  var address: String { "127.0.0.1:\(port)" }

  /// Listens, on the port it had before if there was one.
  func open() async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Answerer(endpoint: self))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    chosen.withLock { $0 = channel.localAddress?.port ?? 0 }
    listener.withLock { $0 = channel }
  }

  /// From now on connections are refused.
  func close() async throws {
    try await listener.withLock { $0 }?.close().get()
  }

  /// From now on this is the answer's body.
  func answer(_ bytes: some Sequence<UInt8>) {
    body.withLock { $0 = Array(bytes) }
  }

  /// From now on this is the status.
  func answer(_ phase: String, inFlight: Int, elapsed: Double = 0) {
    answer(
      #"{"phase":"\#(phase)","inFlight":\#(inFlight),"drainElapsedSeconds":\#(elapsed)}"#.utf8)
  }

  /// Waits until it has given its present answer some times.
  func answered(times: Int) async {
    let last = answerCount.withLock { $0 } + times
    for await count in answers.stream where count >= last { return }
  }

  private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let endpoint: PodEndpoint

    init(endpoint: PodEndpoint) {
      self.endpoint = endpoint
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let body = endpoint.body.withLock { $0 }
      let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        + "content-length: \(body.count)\r\nconnection: close\r\n\r\n"
      var answer = ByteBuffer(string: head)
      answer.writeBytes(body)
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
      endpoint.answers.continuation.yield(
        endpoint.answerCount.withLock {
          $0 += 1
          return $0
        })
    }
  }
}
