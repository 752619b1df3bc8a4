import CLibrary
import Dispatch
import Inputs
import Synchronization

/// What the terminal and its job control tell a dashboard: keys, sizes, sleep and waking.
///
/// Everything only sets a flag and wakes the loop, which owns the screen.
final class TerminalSignals {
  struct Flags {
    var isResized = false
    var shallSuspend = false
    var isContinued = false
  }

  private final class PendingSignals: Sendable {
    let flags = Mutex(Flags())
  }

  private let pending = PendingSignals()
  private let queue: EventQueue
  private var sources: [any DispatchSourceProtocol] = []
  private var stopSource: (any DispatchSourceProtocol)?

  init(keyDescriptor: CInt, queue: EventQueue) {
    self.queue = queue
    let keys = DispatchSource.makeReadSource(fileDescriptor: keyDescriptor, queue: .global())
    keys.setEventHandler { queue.wakeUp() }
    keys.resume()
    sources.append(keys)
    sources.append(on(SIGWINCH) { $0.isResized = true })
    sources.append(on(SIGCONT) { $0.isContinued = true })
    stopSource = on(SIGTSTP) { $0.shallSuspend = true }
  }

  deinit {
    for source in sources { source.cancel() }
    stopSource?.cancel()
  }

  /// The flags since the last time.
  func take() -> Flags {
    pending.flags.withLock { flags in
      defer { flags = Flags() }
      return flags
    }
  }

  /// Stops the whole job until `fg`, as the terminal itself would; the shell sees that it is stopped.
  func sleep() {
    // The leader of a session has no shell that would wake it.
    guard getsid(0) != getpid() else { return }
    // What is sent to the others of the job, `kubectl logs` before the pipe, comes here too.
    stopSource?.cancel()
    kill(0, SIGTSTP)
    raise(SIGSTOP)
    _ = take()
    stopSource = on(SIGTSTP) { $0.shallSuspend = true }
  }

  private func on(
    _ number: CInt, _ set: @escaping @Sendable (inout Flags) -> Void
  ) -> any DispatchSourceProtocol {
    // ncurses leaves a signal alone that is not at its default.
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { [pending, queue] in
      pending.flags.withLock { set(&$0) }
      queue.wakeUp()
    }
    source.resume()
    return source
  }
}
