public import ShutdownModel
public import Time

/// The head of an answer, and when it came.
public struct HTTPHead: Equatable, Sendable {
  /// 100 … 599.
  public var status: Int
  /// The `Date` header, if it has one that can be read.
  public var date: Instant?
  /// When the request was sent, on the local clock.
  public var sent: Instant
  /// When the head had come, on the local clock.
  public var received: Instant

  /// The reading of the server's clock in it.
  public var serverDate: ServerDate? {
    date.map { ServerDate(date: $0, sent: sent, received: received) }
  }
}

/// A whole answer.
public struct HTTPResponse: Equatable, Sendable {
  public var head: HTTPHead
  public var body: [UInt8]
}
