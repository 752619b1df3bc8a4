import CLibrary
package import Processes
import Synchronization

/// The writing end of the pipe that the handler wakes; -1 while none watches.
///
/// A handler may do next to nothing: set a bit, read this, write one byte.
private let signalPipe = Atomic<Int32>(-1)
/// A bit for each signal that has come and was not taken: a storm of one neither delays nor displaces another.
private let pendingSignals = Atomic<UInt64>(0)

/// Wakes a pipe when signals come, whoever of the threads they interrupt.
///
/// Dispatch's sources need a thread of its pool for each, and know no real-time signals.
package enum SignalWatch {
  /// Installs the handler.
  ///
  /// - Parameters:
  ///   - chosen: these are handled in any case.
  ///   - others: these only where nobody else handles them.
  ///   - writer: the writing end of a pipe that does not block; a byte wakes whoever reads it.
  /// - Throws: when signals are watched already: two would share what belongs to one.
  package static func install(
    _ chosen: [Signal], andUnlessHandled others: [Signal], writer: Int32
  ) throws(SystemError) {
    let (isFirst, _) = signalPipe.compareExchange(
      expected: -1, desired: writer, ordering: .acquiringAndReleasing)
    guard isFirst else {
      throw SystemError(action: "cannot watch signals twice in one process", code: EBUSY)
    }
    var before: [(signal: Signal, action: sigaction)] = []
    do {
      for signal in chosen { before.append((signal, try handle(signal))) }
      for signal in others where !chosen.contains(signal) && !isHandled(signal) {
        before.append((signal, try handle(signal)))
      }
    } catch {
      for (signal, action) in before {
        var action = action
        sigaction(signal.rawValue, &action, nil)
      }
      signalPipe.store(-1, ordering: .releasing)
      throw error
    }
  }

  /// The signals that have come since the last call, each once.
  package static func takePending() -> Set<Signal> {
    let mask = pendingSignals.exchange(0, ordering: .acquiringAndReleasing)
    var signals: Set<Signal> = []
    for number: Int32 in 1...64 where mask & (1 << (number - 1)) != 0 {
      signals.insert(Signal(rawValue: number))
    }
    return signals
  }

  /// Whether somebody's own handler is there; what is merely ignored, as a shell has it for what it starts
  /// in the background, may be logged.
  private static func isHandled(_ signal: Signal) -> Bool {
    switch signalDisposition(signal.rawValue) {
    case .byDefault, .ignore: false
    case .function, nil: true
    }
  }

  /// Returns how it was handled before.
  private static func handle(_ signal: Signal) throws(SystemError) -> sigaction {
    var before = sigaction()
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = passOn
    #elseif canImport(Musl)
      action.__sa_handler.sa_handler = passOn
    #else
      action.__sigaction_handler.sa_handler = passOn
    #endif
    // Calls of the program that a signal interrupts begin anew.
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    guard sigaction(signal.rawValue, &action, &before) == 0 else {
      throw SystemError(action: "cannot handle \(signal)")
    }
    // Whoever started the process may have blocked it.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal.rawValue)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    return before
  }
}

private func passOn(_ number: Int32) {
  let before = errno
  pendingSignals.bitwiseOr(1 << UInt64(number - 1), ordering: .acquiringAndReleasing)
  var byte: UInt8 = 1
  _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
  errno = before
}

/// Whether it is to be ignored, as `nohup` asks it of what it starts.
package func isIgnored(_ signal: Signal) -> Bool { signalDisposition(signal.rawValue) == .ignore }
