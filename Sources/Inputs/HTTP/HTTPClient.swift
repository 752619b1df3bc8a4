import NIOCore
import NIOHTTP1
import NIOPosix
import ShutdownModel
import Synchronization
import Time

/// A small HTTP/1.1 client for one server: short GETs over kept connections, and long streams.
///
/// There is no TLS: `kubectl proxy` speaks it, with the user's own credentials.
public final class HTTPClient: Sendable {
  private let base: HTTPBase
  private let group: MultiThreadedEventLoopGroup
  private let clock: LocalClock
  private let idle = Mutex<[any Channel]>([])
  private let extraHeaders: [(String, String)]

  /// All short requests share one loop: waking a second thread costs more than a request.
  static let loop = MultiThreadedEventLoopGroup.singleton.any()
  /// So many bytes of a stream are read before other streams have their turn.
  private static let turnLength = 64 << 10
  /// Connections kept open between requests.
  private static let idleLimit = 32

  /// Makes a client; nothing is connected yet.
  public init(base: HTTPBase, clock: LocalClock) {
    self.base = base
    self.clock = clock
    group = MultiThreadedEventLoopGroup.singleton
    // A pod's metrics are text, and some servers refuse a request that does not take it.
    extraHeaders = [
      ("Accept", "application/json, text/plain;q=0.9, */*;q=0.1"), ("User-Agent", "lastcall"),
    ]
  }

  deinit {
    for channel in idle.withLock({ $0 }) { channel.close(promise: nil) }
  }

  /// Asks for a path and reads the whole answer.
  ///
  /// - Throws: ``HTTPError``, or `CancellationError`; in both cases the connection is closed.
  public func get(
    _ path: String, timeout: Duration = .seconds(10), bodyLimit: Int = 64 << 20
  ) async throws -> HTTPResponse {
    let connection = CancellableConnection()
    do {
      return try await withTaskCancellationHandler {
        try await response(path, timeout: timeout, bodyLimit: bodyLimit, connection).get()
      } onCancel: {
        connection.cancel()
      }
    } catch {
      try Task.checkCancellation()
      throw HTTPError(error)
    }
  }

  /// Asks for a path with no task that waits for the answer: many small requests cost less so.
  ///
  /// - Parameter completion: gets the answer on an event loop, which it must not hold up.
  public func get(
    _ path: String, timeout: Duration, bodyLimit: Int,
    completion: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void
  ) {
    response(path, timeout: timeout, bodyLimit: bodyLimit, CancellableConnection())
      .whenComplete { completion($0.mapError { HTTPError($0) }) }
  }

  private func response(
    _ path: String, timeout: Duration, bodyLimit: Int, _ connection: CancellableConnection
  ) -> EventLoopFuture<HTTPResponse> {
    let fresh: @Sendable () -> EventLoopFuture<HTTPResponse> = {
      self.connect(timeout: timeout).flatMap {
        self.exchange(path, on: $0, timeout: timeout, bodyLimit: bodyLimit, connection)
      }
    }
    guard let channel = takeIdle() else { return fresh() }
    return exchange(path, on: channel, timeout: timeout, bodyLimit: bodyLimit, connection)
      .flatMapError { error in
        // The server had closed the kept connection: one that is new tells the truth.
        error as? HTTPError == .closed && !connection.isCancelled
          ? fresh() : channel.eventLoop.makeFailedFuture(error)
      }
  }

  private func exchange(
    _ path: String, on channel: any Channel, timeout: Duration, bodyLimit: Int,
    _ connection: CancellableConnection
  ) -> EventLoopFuture<HTTPResponse> {
    connection.use(channel)
    let promise = channel.eventLoop.makePromise(of: SingleExchange.Answer.self)
    let sent = clock.now
    // A channel whose handlers have gone drops the request, and nothing else would end the wait.
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenFailure { _ in promise.fail(HTTPError.closed) }
    channel.writeAndFlush(
      SingleExchange.Exchange(
        head: requestHead(path), bodyLimit: bodyLimit, timeout: TimeAmount(timeout),
        now: { [clock] in clock.now }, promise: promise),
      promise: written)
    promise.futureResult.whenFailure { _ in channel.close(promise: nil) }
    return promise.futureResult.map { answer in
      if answer.keepsAlive { self.keep(channel) } else { channel.close(promise: nil) }
      return HTTPResponse(
        head: self.head(answer.head, sent: sent, received: answer.headReceived), body: answer.body)
    }
  }

  /// Opens a path as a stream of lines and hands each to `receive`, until the server ends it.
  ///
  /// A line longer than `lineLimit` bytes is cut there, and the rest of it is passed over; one longer than
  /// `longestLine` ends the stream, for what comes behind it may never come.
  ///
  /// - Parameters:
  ///   - headTimeout: how long the head of the answer may take.
  ///   - idleTimeout: how long the stream may say nothing; nil for as long as it likes.
  ///   - opened: gets the head; for anything but 200 the body follows whole, as one line.
  /// - Throws: ``HTTPError``, `CancellationError`, or what the closures throw.
  public func stream(
    _ path: String, headTimeout: Duration = .seconds(10), idleTimeout: Duration? = nil,
    lineLimit: Int = 8 << 20, longestLine: Int = .max, opened: (HTTPHead) async throws -> Void,
    receive: (HTTPLine) async throws -> Void
  ) async throws {
    let sent = clock.now
    let channel: NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    do {
      channel = try await connectAsync(timeout: headTimeout)
    } catch {
      try Task.checkCancellation()
      throw HTTPError(error)
    }
    let watchdog = SilenceWatchdog(channel: channel.channel)
    do {
      try await channel.executeThenClose { inbound, outbound in
        try await outbound.write(.head(requestHead(path)))
        try await outbound.write(.end(nil))
        watchdog.rearm(headTimeout)
        var splitter = LineSplitter(limit: lineLimit)
        var turn = 0
        for try await part in inbound {
          watchdog.rearm(idleTimeout)
          switch part {
          case .head(let head):
            try await opened(self.head(head, sent: sent, received: clock.now))
          case .body(let buffer):
            for line in splitter.split(buffer.readableBytesView) { try await receive(line) }
            guard splitter.openLength <= longestLine else {
              throw HTTPError.malformed("an unterminated line")
            }
            // A server that never pauses would never let the others of this thread have their turn.
            turn += buffer.readableBytes
            guard turn >= HTTPClient.turnLength else { continue }
            turn = 0
            try Task.checkCancellation()
            await Task.yield()
          case .end:
            if let rest = splitter.finish() { try await receive(rest) }
            return
          }
        }
        throw HTTPError.closed
      }
    } catch {
      try Task.checkCancellation()
      if watchdog.hasBitten { throw HTTPError.timedOut }
      throw error is HTTPParserError || error is IOError || error is ChannelError
        ? HTTPError(error) : error
    }
  }

  private func requestHead(_ path: String) -> HTTPRequestHead {
    var headers = HTTPHeaders([("Host", base.hostHeader)])
    for (name, value) in extraHeaders { headers.add(name: name, value: value) }
    return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
  }

  private func head(_ head: HTTPResponseHead, sent: Instant, received: Instant) -> HTTPHead {
    HTTPHead(
      status: Int(head.status.code),
      date: head.headers.first(name: "Date").flatMap { Instant(httpDate: $0) },
      sent: sent, received: received)
  }

  private func takeIdle() -> (any Channel)? {
    idle.withLock { idle in
      while let channel = idle.popLast() {
        if channel.isActive { return channel }
      }
      return nil
    }
  }

  private func keep(_ channel: any Channel) {
    let isKept = idle.withLock { idle in
      guard channel.isActive, idle.count < HTTPClient.idleLimit else { return false }
      idle.append(channel)
      return true
    }
    if !isKept { channel.close(promise: nil) }
  }

  private func bootstrap(
    _ group: any EventLoopGroup, timeout: Duration
  ) -> ClientBootstrap {
    ClientBootstrap(group: group).connectTimeout(TimeAmount(timeout))
  }

  private func connect(timeout: Duration) -> EventLoopFuture<any Channel> {
    let bootstrap = bootstrap(HTTPClient.loop, timeout: timeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try channel.pipeline.syncOperations.addHandler(SingleExchange())
      }
    }
    return switch base {
    case .socket(let path): bootstrap.connect(unixDomainSocketPath: path)
    case .tcp(let host, let port): bootstrap.connect(host: host, port: port)
    }
  }

  private func connectAsync(
    timeout: Duration
  ) async throws -> NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart> {
    let initialize:
      @Sendable (any Channel) -> EventLoopFuture<
        NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
      > = { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
    switch base {
    case .socket(let path):
      return try await bootstrap(group, timeout: timeout).connect(
        unixDomainSocketPath: path, channelInitializer: initialize)
    case .tcp(let host, let port):
      return try await bootstrap(group, timeout: timeout).connect(
        host: host, port: port, channelInitializer: initialize)
    }
  }
}

extension HTTPError {
  /// Tells apart what NIO reports.
  init(_ error: any Error) {
    switch error {
    case let error as HTTPError: self = error
    case let error as IOError: self = HTTPError(errno: error.errnoCode)
    case let error as NIOConnectionError:
      let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
      self = codes.first.map { HTTPError(errno: $0) } ?? .unreachable("unknown host \(error.host)")
    case ChannelError.connectTimeout: self = .timedOut
    // The parser's name for a connection that ended in the middle of an answer.
    case HTTPParserError.invalidEOFState: self = .closed
    case is HTTPParserError: self = .malformed("the answer is not HTTP")
    default: self = .closed
    }
  }
}
