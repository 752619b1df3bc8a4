import CLibrary
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
      let processID = try spawnInOwnGroup(arguments)
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
    var info = siginfo_t()
    while waitid(P_PID, id_t(processID), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    var status: Int32 = 0
    return state.withLock { state in
      while waitpid(processID, &status, 0) < 0, errno == EINTR {}
      startedChildren.withLock { _ = $0.remove(processID) }
      let exit = ChildExit(status: status)
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

/// Starts a program with the default dispositions of all signals and none of them blocked.
package func spawnInOwnGroup(_ arguments: [String]) throws(SystemError) -> Int32 {
  // Inherited as ignored it would have the kernel reap the child, and its exit code be lost.
  if handler(of: Signal(rawValue: SIGCHLD)) == 1 { signal(SIGCHLD, SIG_DFL) }
  #if canImport(Darwin)
    var attributes: posix_spawnattr_t?
  #else
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var set = sigset_t()
  sigemptyset(&set)
  posix_spawnattr_setsigmask(&attributes, &set)
  sigfillset(&set)
  sigdelset(&set, SIGKILL)
  sigdelset(&set, SIGSTOP)
  posix_spawnattr_setsigdefault(&attributes, &set)
  posix_spawnattr_setpgroup(&attributes, 0)
  let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  posix_spawnattr_setflags(&attributes, Int16(flags))
  var words = arguments.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  guard let program = words.first ?? nil else {
    throw SystemError(action: "cannot start a program without a name", code: EINVAL)
  }
  var processID: pid_t = 0
  let code = posix_spawnp(&processID, program, nil, &attributes, &words, environ)
  guard code == 0 else {
    throw SystemError(action: "cannot start \(arguments[0])", code: code)
  }
  return processID
}
