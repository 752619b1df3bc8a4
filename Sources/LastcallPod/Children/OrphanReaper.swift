import CLibrary
import Processes
import Synchronization

/// Children that somebody waits for; the lock is held while one is started, so that none is reaped before
/// it is known.
let startedChildren = Mutex(Set<Int32>())

/// Reaps, for ever, the children nobody here has started: a process whose parent ends becomes a child of
/// PID 1, and stays a zombie until that asks for its end.
func reapOrphans() {
  while true {
    guard let processID = waitUntilAnyHasEnded() else {
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
