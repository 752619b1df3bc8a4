import Dispatch
import Inputs
import ShutdownModel
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the signals that end a program into observations, so that the last words are said.
///
/// A second SIGINT ends it at once: whoever presses Ctrl-C twice does not want to wait.
final class Signals {
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter whenForced: what is still to be done before the end at once.
  init(queue: EventQueue, whenForced: @escaping @Sendable () -> Void = {}) {
    for (number, reason) in [
      (SIGINT, StopReason.interrupted), (SIGTERM, .terminated), (SIGHUP, .terminated),
    ] {
      let before = signal(number, SIG_IGN)
      // nohup's wish.
      if number == SIGHUP, isIgnored(before) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      let once = Once()
      source.setEventHandler {
        if number == SIGINT, !once.isFirst() {
          restoreTerminalNow()
          whenForced()
          _exit(130)
        }
        queue.post(.stop(reason), isUrgent: true)
      }
      source.resume()
      sources.append(source)
    }
    // A reader that goes away is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
  }

  deinit {
    for source in sources { source.cancel() }
  }
}

/// A disposition that was inherited and says that the signal shall do nothing.
private func isIgnored(_ disposition: (@convention(c) (CInt) -> Void)?) -> Bool {
  unsafeBitCast(disposition, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
