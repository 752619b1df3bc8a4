import CLibrary
import Inputs
import LastcallPod
import Processes
import ShutdownModel
import Synchronization
import Terminal
import Time

/// Turns the signals that end a program into observations, so that the last words are said.
///
/// They are heard on a thread of their own, however busy all the others are. A second SIGINT ends the
/// process at once: whoever presses Ctrl-C twice does not want to wait. So does a run that does not hear
/// the first one.
final class Signals: Sendable {
  private struct Content {
    /// When the run was asked to end, on `clock`, and the code it then has.
    var asked: (at: Instant, code: Int32)?
    /// The loop has ended; what is left to do has bounds of its own.
    var isOver = false
    var closeRecording: (@Sendable () -> Void)?
  }

  /// How long the loop may take to hear that it is to end.
  private static let patience = TimeSpan.seconds(3)
  /// How long commands, recording and streams may take after it.
  private static let patienceAtEnd = TimeSpan.seconds(8)

  private let content = Mutex(Content())
  private let queue: EventQueue
  private let clock = LocalClock()
  private let whenForced: @Sendable () -> Void

  /// Begins to listen.
  ///
  /// - Parameter whenForced: what is still to be done before the end at once.
  init(queue: EventQueue, whenForced: @escaping @Sendable () -> Void = {}) {
    self.queue = queue
    self.whenForced = whenForced
    // A reader that goes away is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    let asking = [Signal.int, .term] + [Signal.hup].filter { !isIgnored($0) }
    let ending = [Signal.quit, .usr1, .usr2].filter { !isIgnored($0) }
    do {
      let pipe = try WakePipe()
      try startThread { [weak self] in
        while true {
          var ready = pollfd(fd: pipe.reader, events: Int16(POLLIN), revents: 0)
          _ = poll(&ready, 1, self?.timeToWait ?? -1)
          pipe.calm()
          self?.take(SignalWatch.takePending())
        }
      }
      try SignalWatch.install(asking + ending, andUnlessHandled: [], writer: pipe.writer)
    } catch {
      // Then they end the process as they do by default.
      complain(error)
    }
  }

  /// What a signal does that ends the process without any last words.
  func whenKilled(_ closeRecording: @escaping @Sendable () -> Void) {
    content.withLock { $0.closeRecording = closeRecording }
  }

  /// The run has heard it.
  func loopHasEnded() {
    content.withLock { content in
      content.isOver = true
      content.asked?.at = clock.now
    }
  }

  private func take(_ signals: Set<Signal>) {
    for signal in [Signal.quit, .usr1, .usr2] where signals.contains(signal) { die(of: signal) }
    for (signal, reason, code) in [
      (Signal.hup, StopReason.hungUp, Int32(129)), (.term, .terminated, 143),
      (.int, .interrupted, 130),
    ] where signals.contains(signal) {
      let isSecond = content.withLock { content in
        defer { content.asked = content.asked ?? (clock.now, code) }
        return content.asked != nil
      }
      if isSecond, signal == .int { end(code) }
      queue.post(.stop(reason), isUrgent: true)
    }
    if let code = overdueCode { end(code) }
  }

  private func end(_ code: Int32) -> Never {
    restoreTerminalNow()
    whenForced()
    _exit(code)
  }

  /// Restores the terminal, closes the recording, and then does what the signal does by default.
  private func die(of number: Signal) {
    restoreTerminalNow()
    content.withLock { $0.closeRecording }?()
    whenForced()
    signal(number.rawValue, SIG_DFL)
    kill(getpid(), number.rawValue)
  }

  private var due: (at: Instant, code: Int32)? {
    content.withLock { content in
      content.asked.map { asked in
        (asked.at + (content.isOver ? Signals.patienceAtEnd : Signals.patience), asked.code)
      }
    }
  }

  private var overdueCode: Int32? { due.flatMap { clock.now >= $0.at ? $0.code : nil } }

  /// In milliseconds, for `poll`.
  private var timeToWait: Int32 {
    due.map { Int32(max(($0.at - clock.now).nanoseconds / 1_000_000 + 1, 1)) } ?? -1
  }
}
