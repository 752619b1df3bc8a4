import NIOCore
import Synchronization

/// The connection that a request uses at the moment, to be closed when nobody waits any more.
final class CancellableConnection: Sendable {
  private let content = Mutex<(channel: (any Channel)?, isCancelled: Bool)>((nil, false))

  var isCancelled: Bool { content.withLock { $0.isCancelled } }

  /// The request goes on over this channel; one that has been cancelled closes it.
  func use(_ channel: any Channel) {
    let isCancelled = content.withLock { content in
      content.channel = channel
      return content.isCancelled
    }
    if isCancelled { channel.close(promise: nil) }
  }

  func cancel() {
    let channel = content.withLock { content in
      content.isCancelled = true
      return content.channel
    }
    channel?.close(promise: nil)
  }
}
