import Synchronization

/// The client of the connection that stands now; it changes when the proxy is started again.
public final class ClientSlot: Sendable {
  private let slot = Mutex<HTTPClient?>(nil)

  /// Makes an empty slot.
  public init() {}

  /// Nil while there is no connection.
  public var client: HTTPClient? { slot.withLock { $0 } }

  func set(_ client: HTTPClient?) {
    slot.withLock { $0 = client }
  }
}
