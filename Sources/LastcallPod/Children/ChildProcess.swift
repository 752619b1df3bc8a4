import CLibrary
package import Processes
import Synchronization

/// A program that this process has started, in a process group of its own: signals reach all of the group.
public final class ChildProcess: Sendable {
  /// Its process id, which is that of its group too.
  public let processID: Int32
  /// What is sent instead of a signal that is forwarded: nginx drains on SIGQUIT, whatever the kubelet
  /// sends.
  private let rewrites: [Signal: Signal]
  private let hasEnded = Occasion()
  /// The same for threads.
  private let ended: Latch
  private let state = Mutex(State())

  private struct State {
    var exit: ChildExit?
    /// Its number may be another's.
    var isReaped = false
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked up in `PATH`, and its arguments.
  ///   - rewrites: which signal is sent instead of another.
  ///   - onExit: called on a thread of its own when the program has ended.
  /// - Throws: when there is no such program, or the system has no process left.
  package init(
    _ arguments: [String], rewriting rewrites: [Signal: Signal] = [:],
    onExit: @escaping @Sendable (ChildProcess, ChildExit) -> Void = { _, _ in }
  ) throws(SystemError) {
    self.rewrites = rewrites
    ended = try Latch()
    processID = try startedChildren.withLock { children throws(SystemError) in
      let processID = try spawn(arguments)
      children.insert(processID)
      return processID
    }
    try startThread { [self] in
      let exit = reap()
      onExit(self, exit)
      hasEnded.happen()
      ended.open()
    }
  }

  /// Waits for its end; what it has left of its group is still there.
  private func reap() -> ChildExit {
    waitUntilEnded(processID)
    return state.withLock { state in
      let exit = ChildExit(status: Processes.reap(processID))
      startedChildren.withLock { _ = $0.remove(processID) }
      state.exit = exit
      // While anybody of the group lives, its number is nobody else's.
      state.isReaped = Self.send(Signal(rawValue: 0), toGroup: processID) != 0
      return exit
    }
  }

  /// Whether it has not ended yet.
  public var isRunning: Bool { exitIfEnded == nil }

  /// Waits for its end, also in a task that is cancelled, and says how it ended.
  public func exit() async -> ChildExit {
    await hasEnded.waitInAnyCase()
    // It has ended.
    return exitIfEnded ?? .exited(0)
  }

  /// Sends its group a signal, or what stands for it; does nothing once it has ended.
  public func send(_ signal: Signal) {
    state.withLock { state in
      if state.exit == nil { _ = Self.send(rewrites[signal] ?? signal, toGroup: processID) }
    }
  }

  /// Ends all that is left of its group without asking.
  public func kill() {
    state.withLock { state in
      if !state.isReaped { _ = Self.send(.kill, toGroup: processID) }
    }
  }

  /// Blocks until it has ended or the time has passed; nil when it runs on.
  @available(*, noasync, message: "tasks may need this thread")
  public func waitUntilExit(atMost limit: Duration? = nil) -> ChildExit? {
    ended.wait(atMost: limit?.inSeconds)
    return exitIfEnded
  }

  /// How it ended; nil while it runs.
  var exitIfEnded: ChildExit? { state.withLock { $0.exit } }

  private static func send(_ signal: Signal, toGroup group: Int32) -> Int32 {
    sendSignal(-group, signal.rawValue)
  }
}

/// Within a type that has a `kill` of its own.
private func sendSignal(_ processID: Int32, _ number: Int32) -> Int32 { kill(processID, number) }
