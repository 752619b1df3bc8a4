import CLibrary
import CProcess
import LastcallPod
import Processes

/// The signals that are passed on.
///
/// No thread handles them: they wait until one asks, and none is lost meanwhile.
enum PassedSignals {
  /// Keeps them back, in this thread and in those that it starts.
  static func block() {
    var set = all
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // In the background a terminal would stop this process when it writes.
    for number in [SIGTTIN, SIGTTOU] { signal(number, SIG_IGN) }
  }

  /// Calls body on a thread of its own with what has come since the last time.
  ///
  /// It has each signal once: a storm of one hides no other. Real-time signals that are queued come in turn.
  static func receive(_ body: @escaping @Sendable (Set<Signal>) -> Void) throws(SystemError) {
    try startThread {
      while true {
        guard let first = next(of: all) else { continue }
        body(Set([first] + pending.filter { $0 != first }.compactMap { next(of: set(of: $0)) }))
      }
    }
  }

  private static func next(of set: sigset_t) -> Signal? {
    var set = set
    var number: Int32 = 0
    return sigwait(&set, &number) == 0 ? Signal(rawValue: number) : nil
  }

  /// Those that have come and were not taken.
  private static var pending: [Signal] {
    var (pending, all) = (sigset_t(), all)
    sigpending(&pending)
    return (1...64).filter { sigismember(&pending, $0) == 1 && sigismember(&all, $0) == 1 }
      .map { Signal(rawValue: $0) }
  }

  private static var all: sigset_t {
    var set = sigset_t()
    lastcall_signals_to_pass_on(&set)
    return set
  }

  private static func set(of signal: Signal) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal.rawValue)
    return set
  }
}
