import Dispatch
import Inputs
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the terminal and its job control tell a dashboard: keys, sizes, sleep and waking.
///
/// Everything only sets a flag and wakes the loop, which owns the screen.
final class TerminalSignals {
  struct Flags {
    var isResized = false
    var shallSuspend = false
    var isContinued = false
  }

  private final class Board: Sendable {
    let flags = Mutex(Flags())
  }

  private let board = Board()
  private var sources: [any DispatchSourceProtocol] = []

  init(keyDescriptor: CInt, queue: EventQueue) {
    let keys = DispatchSource.makeReadSource(fileDescriptor: keyDescriptor, queue: .global())
    keys.setEventHandler { queue.wakeUp() }
    keys.resume()
    sources.append(keys)
    on(SIGWINCH, queue) { $0.isResized = true }
    on(SIGTSTP, queue) { $0.shallSuspend = true }
    on(SIGCONT, queue) { $0.isContinued = true }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  /// The flags since the last time.
  func take() -> Flags {
    board.flags.withLock { flags in
      defer { flags = Flags() }
      return flags
    }
  }

  /// Stops this process until `fg`; the shell sees that it is stopped.
  static func sleep() {
    raise(SIGSTOP)
  }

  private func on(
    _ number: CInt, _ queue: EventQueue, _ set: @escaping @Sendable (inout Flags) -> Void
  ) {
    // ncurses leaves a signal alone that is not at its default.
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { [board] in
      board.flags.withLock { set(&$0) }
      queue.wakeUp()
    }
    source.resume()
    sources.append(source)
  }
}
