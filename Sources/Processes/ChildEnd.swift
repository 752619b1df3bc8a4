package import CLibrary

/// Blocks until a child has ended; its number stays its own until ``reap(_:)``.
package func waitUntilEnded(_ pid: pid_t) {
  var ended = siginfo_t()
  while waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) != 0, errno == EINTR {}
}

/// Blocks until any child has ended, whose number stays its own until ``reap(_:)``; nil when there is no child.
package func waitUntilAnyHasEnded() -> pid_t? {
  var ended = siginfo_t()
  while waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) != 0 {
    guard errno == EINTR else { return nil }
  }
  return ended.number
}

/// Whether a child has ended; its number stays its own until ``reap(_:)``.
package func hasEnded(_ pid: pid_t) -> Bool {
  var ended = siginfo_t()
  return waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT | WNOHANG) == 0 && ended.number == pid
}

/// Takes the status of a child that has ended, as `waitpid` gives it; its number may then be another's.
package func reap(_ pid: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  return status
}

extension siginfo_t {
  /// Which process `waitid` has found; it leaves 0 where there was none.
  fileprivate var number: pid_t {
    #if canImport(Darwin)
      si_pid
    #elseif canImport(Musl)
      __si_fields.__si_common.__first.__piduid.si_pid
    #else
      _sifields._sigchld.si_pid
    #endif
  }
}
