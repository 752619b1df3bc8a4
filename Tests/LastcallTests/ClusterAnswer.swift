import NIOCore
import NIOPosix
import Synchronization

/// An API server of one Deployment with some pods, on a real socket: as little as `lastcall` needs, and
/// whatever a test puts in the place of an answer.
final class ClusterAnswer: Sendable {
  /// What is said to a request.
  enum Answer: Sendable {
    /// A whole answer.
    case body(_ text: String, status: Int = 200)
    /// The head of a stream, and then nothing.
    case silence
    /// The head of a stream, and then bytes that are no text, as fast as they are taken.
    case flood
    /// Nothing at all.
    case hang
  }

  private let podCount: Int
  private let choice: Mutex<@Sendable (_ path: String) -> Answer?>
  private let channel = Mutex<(any Channel)?>(nil)

  /// - Parameter choice: nil for the usual answer.
  init(pods: Int, _ choice: @escaping @Sendable (_ path: String) -> Answer? = { _ in nil }) {
    podCount = pods
    self.choice = Mutex(choice)
  }

  deinit { channel.withLock { $0 }?.close(promise: nil) }

  /// Listens, and returns its URL.
  func open() async throws -> String {
    let opened = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Talker(cluster: self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    channel.withLock { $0 = opened }
    return "http://127.0.0.1:\(opened.localAddress?.port ?? 0)"
  }

  /// From now on this is said.
  func say(_ choice: @escaping @Sendable (_ path: String) -> Answer?) {
    self.choice.withLock { $0 = choice }
  }

  private func answer(_ target: String) -> Answer {
    if let chosen = choice.withLock({ $0 })(target) { return chosen }
    let path = target.prefix { $0 != "?" }
    if path.hasSuffix("/log") || target.contains("watch=1") { return .silence }
    if path.contains("/proxy/") { return .body("{}", status: 404) }
    if path.hasSuffix("/version") { return .body("{}") }
    if path.hasSuffix("/deployments/web") { return .body(deployment) }
    let kind = path.split(separator: "/").last ?? ""
    let items =
      switch kind {
      case "deployments": [deployment]
      case "replicasets": [replicaSet]
      case "pods": (0..<podCount).map(pod)
      default: [String]()
      }
    return .body(
      #"{"metadata":{"resourceVersion":"5"},"items":[\#(items.joined(separator: ","))]}"#)
  }

  private var deployment: String {
    #"{"metadata":{"name":"web","namespace":"shop","uid":"web","generation":1},"#
      + #""spec":{"replicas":\#(podCount),"selector":{"matchLabels":{"app":"web"}}},"#
      + #""status":{"observedGeneration":1,"replicas":\#(podCount),"updatedReplicas":\#(podCount),"#
      + #""readyReplicas":\#(podCount),"availableReplicas":\#(podCount)}}"#
  }

  private var replicaSet: String {
    #"{"metadata":{"name":"web-a","namespace":"shop","uid":"set","ownerReferences":"#
      + #"[{"kind":"Deployment","name":"web","uid":"web","controller":true}]},"spec":{}}"#
  }

  private func pod(_ number: Int) -> String {
    #"{"metadata":{"name":"web-\#(number)","namespace":"shop","uid":"uid-\#(number)","#
      + #""labels":{"app":"web","pod-template-hash":"a"},"ownerReferences":"#
      + #"[{"kind":"ReplicaSet","name":"web-a","uid":"set","controller":true}]},"spec":{"containers":[{"name":"web"}]},"#
      + #""status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"#
      + #""containerStatuses":[{"name":"web","ready":true,"state":{"running":{"startedAt":"#
      + #""2026-11-29T12:00:00Z"}}}]}}"#
  }

  private final class Talker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let cluster: ClusterAnswer
    private var received = ""
    private var isFlooding = false

    init(cluster: ClusterAnswer) {
      self.cluster = cluster
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += String(buffer: unwrapInboundIn(data))
      while let end = received.firstRange(of: "\r\n\r\n") {
        let words = received[..<end.lowerBound].split(separator: " ", maxSplits: 2)
        received = String(received[end.upperBound...])
        guard words.count > 1 else { return context.close(promise: nil) }
        say(cluster.answer(String(words[1])), context)
      }
    }

    private func say(_ answer: Answer, _ context: ChannelHandlerContext) {
      let stream = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
      switch answer {
      case .hang: break
      case .silence: write(stream, context)
      case .body(let text, let status):
        write(
          "HTTP/1.1 \(status) Said\r\ncontent-type: application/json\r\n"
            + "content-length: \(text.utf8.count)\r\n\r\n\(text)", context)
      case .flood:
        write(stream, context)
        isFlooding = true
        flood(context)
      }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
      if isFlooding { flood(context) }
    }

    private func flood(_ context: ChannelHandlerContext) {
      while context.channel.isWritable {
        var chunk = ByteBuffer(string: "4000\r\n")
        for _ in 0..<2048 { chunk.writeInteger(UInt64.random(in: 0 ... .max)) }
        chunk.writeString("\r\n")
        context.writeAndFlush(wrapOutboundOut(chunk), promise: nil)
      }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
  }
}
