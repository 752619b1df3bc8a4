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

  /// How it ended; nil while it runs.
  public var exit: ChildExit? { state.withLock { $0.exit } }

  /// Sends its group a signal, or what stands for it; does nothing once it has ended.
  public func forward(_ signal: Signal) {
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

  /// Blocks until it has ended or so many seconds have passed; nil when it runs on.
  @available(*, noasync, message: "tasks may need this thread")
  public func waitUntilExit(atMost seconds: Double? = nil) -> ChildExit? {
    ended.wait(atMost: seconds)
    return exit
  }

  private static func send(_ signal: Signal, toGroup group: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.kill(-group, signal.rawValue)
    #else
      Glibc.kill(-group, signal.rawValue)
    #endif
  }
}
