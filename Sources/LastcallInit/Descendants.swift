import CLibrary
import CProcess
import LastcallPod
import Processes
import Synchronization

/// The command and everything that descends from it.
final class Descendants: Sendable {
  private struct Ends {
    var command: ChildExit?
    /// It ended before the drain, and not well.
    var isFailure = false
    /// The command's children that had ended before the drain, though it has not waited for them; nil until it begins.
    var before: Set<Int32>?
    /// Codes of the others that ended during the drain.
    var others: [Int32] = []
  }

  /// How many children of the command are looked at before it gets the signal: that takes well below a millisecond.
  private static let quicklyRead = 16

  private let command: Int32
  private let isOnlyChildSignalled: Bool
  private let ends = Mutex(Ends())

  /// Starts the command; from now on every orphan below this process is its child.
  init(_ arguments: [String], isOnlyChildSignalled: Bool) throws(SystemError) {
    if getpid() != 1 { _ = lastcall_become_subreaper() }
    self.isOnlyChildSignalled = isOnlyChildSignalled
    // In a terminal the command is what the keys go to, from its first instruction on: one that reads in the
    // background is stopped. Whoever is in the background itself takes it from nobody.
    let terminal = tcgetpgrp(STDIN_FILENO) == getpgrp() ? STDIN_FILENO : nil
    var isTaken = terminal == nil
    command = try spawn(arguments) { actions in
      if let terminal { isTaken = lastcall_add_taking_terminal(actions, terminal) == 0 }
    }
    if !isTaken { tcsetpgrp(STDIN_FILENO, command) }
  }

  /// Those of them that a tree shows.
  func own(in tree: ProcessTree) -> [Int32] {
    tree.descendants(of: getpid(), inSession: getsid(0))
  }

  /// Whether a tree shows at least the command, unless that has ended.
  func isVisible(in tree: ProcessTree) -> Bool {
    tree.processes[getpid()] != nil && (tree.processes[command] != nil || commandExit != nil)
  }

  /// Whether the command has failed by itself: its code is the one that counts, whatever becomes of the others.
  var hasFailed: Bool { ends.withLock { $0.isFailure } }

  /// How the command itself ended; nil while it runs.
  var commandExit: ChildExit? { ends.withLock { $0.command } }

  /// Sends the signal that begins the drain; before, it notes whose end is no part of it.
  func beginDrain(with signal: Signal) {
    let before = ProcFiles.children(of: command).prefix(Self.quicklyRead).filter {
      ProcessTree.Stat(of: $0)?.isZombie == true
    }
    ends.withLock { $0.before = Set(before) }
    send(signal)
  }

  /// Whether anything descends from this process, the command itself included.
  var areThereAny: Bool {
    var info = siginfo_t()
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0
  }

  /// Sends a signal to the command's group, and to those that have left it; nobody who came from outside gets it,
  /// as a preStop hook or the shell of `kubectl exec`.
  func send(_ signal: Signal) {
    if isOnlyChildSignalled, commandExit == nil {
      toCommand { _ = kill($0, signal.rawValue) }
      return
    }
    var wave = SignalWave(signal)
    toCommand { wave.reach(group: $0) }
    // Meanwhile those that it has not reached may have started others.
    for _ in 0..<5 {
      let tree = ProcessTree()
      guard wave.reach(own(in: tree), of: tree) else { return }
    }
  }

  /// Ends what is left, without asking.
  func killAll() {
    // PID 1 reaches every process there is, in one step; they would not outlive it.
    if getpid() == 1 {
      _ = kill(-1, SIGKILL)
      return
    }
    toCommand { _ = kill(-$0, SIGKILL) }
    // What is killed may just have started another one.
    for _ in 0..<100 {
      let tree = ProcessTree()
      let left = own(in: tree).filter { tree.processes[$0]?.isZombie == false }
      if left.isEmpty { return }
      for processID in left { _ = kill(processID, SIGKILL) }
    }
  }

  /// Calls body with the command's number, which is that of its group; not once it could be another's.
  private func toCommand(_ body: (Int32) -> Void) {
    ends.withLock { if $0.command == nil { body(command) } }
  }

  /// Waits for every descendant to end.
  ///
  /// - Parameter onCommandExit: called when the command itself has ended; others may go on.
  func waitForAll(onCommandExit: (ChildExit) -> Void) {
    while let processID = waitUntilAnyHasEnded() {
      let exit = ends.withLock { ends in
        let exit = ChildExit(status: reap(processID))
        if processID == command {
          ends.command = exit
          ends.isFailure = ends.before == nil && exit.code != 0
        } else if let before = ends.before, !before.contains(processID) {
          ends.others.append(exit.code)
        }
        return exit
      }
      if processID == command { onCommandExit(exit) }
    }
  }

  /// The command's own code.
  ///
  /// Where it only died of the signal it was sent, as a shell does that has started the program, the
  /// worst code of those that went on.
  func exitCode(after signal: Signal?) -> Int32 {
    let ends = ends.withLock { $0 }
    guard let exit = ends.command else { return 0 }
    if !ends.isFailure, case .killed(let cause) = exit, cause == signal, !ends.others.isEmpty {
      return ends.others.max() ?? 0
    }
    return exit.code
  }
}
