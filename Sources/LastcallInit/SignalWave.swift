import CLibrary
import LastcallPod

/// One signal on its way to every descendant: each that is there gets it once, and none that was started by
/// one that has it already, as a handler starts its clean-up.
struct SignalWave {
  private let signal: Signal
  private let begun = Moment.now
  /// When whole groups got it, which the kernel does in one step: no child is forked past it.
  private var groups: [Int32: Moment] = [:]
  /// The same of those that share a group with others.
  private var processes: [Int32: Moment] = [:]

  init(_ signal: Signal) {
    self.signal = signal
  }

  /// Sends it to a group, before anything is looked up.
  mutating func reach(group: Int32) {
    groups[group] = .now
    _ = kill(-group, signal.rawValue)
  }

  /// Sends it to those that do not have it yet; false when there were none.
  mutating func reach(_ descendants: [Int32], of tree: ProcessTree) -> Bool {
    let own = Set(descendants)
    var hasSent = false
    for processID in descendants {
      guard let stat = tree.processes[processID], !stat.isZombie, groups[stat.group] == nil,
        processes[processID] == nil,
        timeOfSignal(to: stat.parent, in: tree).isAfterStart(of: processID, stat)
      else { continue }
      hasSent = true
      // As a group these two numbers mean everybody, and everybody here.
      let isApart = stat.group > 1 && stat.group != getpgrp()
      if isApart, tree.processes.allSatisfy({ $1.group != stat.group || own.contains($0) }) {
        reach(group: stat.group)
      } else {
        processes[processID] = .now
        _ = kill(processID, signal.rawValue)
      }
    }
    return hasSent
  }

  /// When a process got it; of one that did not, when the first did.
  private func timeOfSignal(to processID: Int32, in tree: ProcessTree) -> Moment {
    processes[processID] ?? tree.processes[processID].flatMap { groups[$0.group] } ?? begun
  }
}

/// A moment between the starts of two processes.
private struct Moment {
  private let ticks: UInt64
  /// The number of the process that was started last; nil where the system does not tell.
  private let newest: Int32?

  static var now: Moment {
    Moment(ticks: ProcessTree.Stat.now, newest: ProcFiles.newestProcessID)
  }

  /// A tick is a hundredth of a second; within it the numbers tell, which are given out in turn.
  func isAfterStart(of processID: Int32, _ stat: ProcessTree.Stat) -> Bool {
    stat.start < ticks || stat.start == ticks && newest.map { processID <= $0 } ?? true
  }
}
