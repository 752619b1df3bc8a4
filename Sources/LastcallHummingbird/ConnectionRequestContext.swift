#if Hummingbird
  public import Hummingbird
  public import NIOCore

  /// A context that knows the connection of its request, so that ``DrainMiddleware`` knows its protocol.
  public protocol ConnectionRequestContext: RequestContext {
    /// The connection, or in HTTP/2 the stream: `source.channel`.
    var channel: any Channel { get }
  }

  /// The simplest ``ConnectionRequestContext``: `Router(context: DrainRequestContext.self)`.
  public struct DrainRequestContext: ConnectionRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let channel: any Channel

    /// Makes the context of one request.
    public init(source: Source) {
      coreContext = .init(source: source)
      channel = source.channel
    }
  }

  extension ConnectionRequestContext {
    /// A connection's parent is the listener; a stream's is the connection.
    var isHTTP2: Bool { channel.parent?.parent != nil }
  }
#endif
