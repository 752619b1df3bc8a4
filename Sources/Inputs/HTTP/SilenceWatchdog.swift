import NIOCore
import Synchronization

/// Closes a channel that has been silent for too long.
final class SilenceWatchdog: Sendable {
  private struct Watch {
    var alarm: Scheduled<Void>?
    var hasBitten = false
  }

  private let watch = Mutex(Watch())
  private let channel: any Channel

  init(channel: any Channel) {
    self.channel = channel
  }

  /// It was the watchdog that closed the channel.
  var hasBitten: Bool { watch.withLock { $0.hasBitten } }

  /// Starts the time anew; nil leaves the channel in peace.
  func rearm(_ timeout: Duration?) {
    watch.withLock { watch in
      watch.alarm?.cancel()
      watch.alarm = timeout.map { timeout in
        channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) {
          self.watch.withLock { $0.hasBitten = true }
          self.channel.close(promise: nil)
        }
      }
    }
  }
}
