import CLibrary
import LastcallPod

/// One signal on its way to every descendant: each that is there gets it once, and none that was started by
/// one that has it already, as a handler starts its clean-up.
struct SignalWave {
  private let signal: Signal
  private let begun = ProcessTree.Stat.now
  /// When whole groups got it, in ticks, which the kernel does in one step: no child is forked past it.
  private var groups: [Int32: UInt64] = [:]
  /// The same of those that share a group with others.
  private var processes: [Int32: UInt64] = [:]

  init(_ signal: Signal) {
    self.signal = signal
  }

  /// Sends it to a group, before anything is looked up.
  mutating func reach(group: Int32) {
    _ = kill(-group, signal.rawValue)
    groups[group] = ProcessTree.Stat.now
  }

  /// Sends it to those that do not have it yet; false when there were none.
  mutating func reach(_ descendants: [Int32], of tree: ProcessTree) -> Bool {
    let own = Set(descendants)
    var hasSent = false
    for processID in descendants {
      guard let stat = tree.processes[processID], !stat.isZombie, groups[stat.group] == nil,
        processes[processID] == nil, stat.start < timeOfSignal(to: stat.parent, in: tree)
      else { continue }
      hasSent = true
      // As a group these two numbers mean everybody, and everybody here.
      let isApart = stat.group > 1 && stat.group != getpgrp()
      if isApart, tree.processes.allSatisfy({ $1.group != stat.group || own.contains($0) }) {
        reach(group: stat.group)
      } else {
        _ = kill(processID, signal.rawValue)
        processes[processID] = ProcessTree.Stat.now
      }
    }
    return hasSent
  }

  /// When a process got it; of one that did not, when the first did.
  ///
  /// A tick is a hundredth of a second: a child of that very tick is far more often the handler's than not.
  private func timeOfSignal(to processID: Int32, in tree: ProcessTree) -> UInt64 {
    processes[processID] ?? tree.processes[processID].flatMap { groups[$0.group] } ?? begun
  }
}
