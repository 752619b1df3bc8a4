package import CLibrary

/// Blocks until a child has ended; its number stays its own until ``reap(_:)``.
package func waitUntilEnded(_ pid: pid_t) {
  var ended = siginfo_t()
  while waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) != 0, errno == EINTR {}
}

/// Whether a child has ended; its number stays its own until ``reap(_:)``.
package func hasEnded(_ pid: pid_t) -> Bool {
  var ended = siginfo_t()
  return waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT | WNOHANG) == 0 && ended.hasNumber(pid)
}

/// Takes the status of a child that has ended, as `waitpid` gives it; its number may then be another's.
package func reap(_ pid: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  return status
}

extension siginfo_t {
  /// Whether `waitid` has found that process; it leaves 0 where there was none.
  fileprivate func hasNumber(_ pid: pid_t) -> Bool {
    #if canImport(Darwin)
      si_pid == pid
    #else
      _sifields._sigchld.si_pid == pid
    #endif
  }
}
