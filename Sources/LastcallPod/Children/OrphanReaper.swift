import CLibrary
import Synchronization

/// Children that somebody waits for; the lock is held while one is started, so that none is reaped before
/// it is known.
let startedChildren = Mutex(Set<Int32>())

/// Reaps, for ever, the children nobody here has started: a process whose parent ends becomes a child of
/// PID 1, and stays a zombie until that asks for its end.
func reapOrphans() {
  while true {
    guard let processID = nextEnded() else {
      // Without any child there is nothing to wait on.
      usleep(500_000)
      continue
    }
    let isOrphan = startedChildren.withLock { children in
      guard !children.contains(processID) else { return false }
      var status: Int32 = 0
      return waitpid(processID, &status, WNOHANG) == processID
    }
    // The one who waits for it is about to take it.
    if !isOrphan { usleep(1000) }
  }
}

/// Blocks until a child has ended, and leaves it to be waited for; nil when there is none.
private func nextEnded() -> Int32? {
  var info = siginfo_t()
  while waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0 {
    guard errno == EINTR else { return nil }
  }
  #if canImport(Darwin)
    return info.si_pid
  #else
    return info._sifields._sigchld.si_pid
  #endif
}
