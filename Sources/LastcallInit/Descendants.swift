import CLibrary
import CProcess
import LastcallPod
import Processes
import Synchronization

/// The command and everything that descends from it.
final class Descendants: Sendable {
  private struct Ends {
    var command: ChildExit?
    /// Those that had ended before the drain, though nobody has waited for them yet.
    var before: Set<Int32> = []
    /// Codes of the others that ended during the drain.
    var others: [Int32] = []
  }

  private let command: Int32
  private let isOnlyChildSignalled: Bool
  private let ends = Mutex(Ends())

  /// Starts the command; from now on every orphan below this process is its child.
  init(_ arguments: [String], isOnlyChildSignalled: Bool) throws(SystemError) {
    if getpid() != 1 { _ = lastcall_become_subreaper() }
    self.isOnlyChildSignalled = isOnlyChildSignalled
    command = try spawn(arguments)
    // In a terminal the command is what the keys go to.
    if isatty(STDIN_FILENO) == 1 { tcsetpgrp(STDIN_FILENO, command) }
  }

  /// Those that live now.
  var processIDs: [Int32] { ProcessTree().descendants(of: getpid()) }

  /// How the command itself ended; nil while it runs.
  var commandExit: ChildExit? { ends.withLock { $0.command } }

  /// Notes whose end is no part of the drain, which begins now.
  func drainBegins() {
    let zombies = ProcessTree().zombies
    ends.withLock { $0.before = zombies }
  }

  /// Whether anything descends from this process, the command itself included.
  var areThereAny: Bool {
    var info = siginfo_t()
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0
  }

  /// Sends a signal to the command's group, and to those that have left it.
  func send(_ signal: Signal) {
    if isOnlyChildSignalled, signal != .kill {
      if commandExit == nil { _ = kill(command, signal.rawValue) }
      return
    }
    // PID 1 reaches every process there is, whatever group it is in, and in one step.
    if getpid() == 1 {
      _ = kill(-1, signal.rawValue)
      return
    }
    // Looked at before: a shell that dies of the signal hides for a moment what is below it. And after:
    // meanwhile others may have been started.
    let before = processIDs
    let outside = before.filter { getpgid($0) != command }
    _ = kill(-command, signal.rawValue)
    for processID in outside { _ = kill(processID, signal.rawValue) }
    for processID in processIDs where !before.contains(processID) && getpgid(processID) != command {
      _ = kill(processID, signal.rawValue)
    }
  }

  /// Waits for every descendant to end.
  ///
  /// - Parameters:
  ///   - isDraining: whether the end of another one is part of the drain.
  ///   - onCommandExit: called when the command itself has ended; others may go on.
  func waitForAll(isDraining: () -> Bool, onCommandExit: (ChildExit) -> Void) {
    while true {
      var status: Int32 = 0
      let processID = waitpid(-1, &status, 0)
      guard processID > 0 else {
        if errno == EINTR { continue }
        return
      }
      let exit = ChildExit(status: status)
      if processID == command {
        ends.withLock { $0.command = exit }
        onCommandExit(exit)
      } else if isDraining() {
        ends.withLock { ends in
          if !ends.before.contains(processID) { ends.others.append(exit.code) }
        }
      }
    }
  }

  /// The command's own code.
  ///
  /// Where it only died of the signal it was sent, as a shell does that has started the program, the
  /// worst code of those that went on.
  func exitCode(after signal: Signal?) -> Int32 {
    let ends = ends.withLock { $0 }
    guard let exit = ends.command else { return 0 }
    if case .killed(let cause) = exit, cause == signal, !ends.others.isEmpty {
      return ends.others.max() ?? 0
    }
    return exit.code
  }
}
