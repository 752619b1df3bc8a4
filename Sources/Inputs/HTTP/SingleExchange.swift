import NIOCore
import NIOHTTP1
import ShutdownModel
import Time

/// One request and its answer at a time on a kept connection.
final class SingleExchange: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Exchange
  typealias OutboundOut = HTTPClientRequestPart

  struct Exchange: Sendable {
    var head: HTTPRequestHead
    var bodyLimit: Int
    var timeout: TimeAmount
    var now: @Sendable () -> Instant
    var promise: EventLoopPromise<Answer>
  }

  struct Answer: Sendable {
    var head: HTTPResponseHead
    var headReceived: Instant
    var body: [UInt8]
    var keepsAlive: Bool
  }

  private var exchange: Exchange?
  private var answer: Answer?
  private var alarm: Scheduled<Void>?

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let exchange = unwrapOutboundIn(data)
    guard context.channel.isActive, self.exchange == nil else {
      exchange.promise.fail(HTTPError.closed)
      promise?.fail(HTTPError.closed)
      return
    }
    self.exchange = exchange
    let answered = exchange.promise
    let channel = context.channel
    alarm = context.eventLoop.scheduleTask(in: exchange.timeout) {
      answered.fail(HTTPError.timedOut)
      channel.close(promise: nil)
    }
    context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
    context.write(wrapOutboundOut(.end(nil)), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let exchange else { return context.close(promise: nil) }
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer = Answer(
        head: head, headReceived: exchange.now(), body: [], keepsAlive: head.isKeepAlive)
    case .body(let buffer):
      answer?.body.append(contentsOf: buffer.readableBytesView)
      if answer?.body.count ?? 0 > exchange.bodyLimit {
        end(.failure(.malformed("the answer is longer than \(exchange.bodyLimit) bytes")))
        context.close(promise: nil)
      }
    case .end:
      end(answer.map { .success($0) } ?? .failure(.malformed("an answer without a header")))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.failure(.closed))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.failure(HTTPError(error)))
    context.close(promise: nil)
  }

  private func end(_ result: Result<Answer, HTTPError>) {
    guard let exchange else { return }
    self.exchange = nil
    answer = nil
    alarm?.cancel()
    alarm = nil
    switch result {
    case .success(let answer): exchange.promise.succeed(answer)
    case .failure(let error): exchange.promise.fail(error)
    }
  }
}
