import Processes
import Synchronization

extension DrainController {
  /// Starts a program that this process is responsible for: it counts as a job until it ends, the drain's
  /// signal is forwarded to its group, and at the limit what is left of the group is killed.
  ///
  /// Its exit code becomes this process's, unless it is 0, the drain timed out, or it ended before the drain.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked up in `PATH`, and its arguments.
  ///   - rewrites: which signal is sent instead of another; a drain that no signal began sends SIGTERM.
  /// - Throws: when there is no such program, or the system has no process left.
  @discardableResult
  public func startChild(
    _ arguments: [String], rewriting rewrites: [Signal: Signal] = [:]
  ) throws(SystemFailure) -> ChildProcess {
    let place = tasks.enter(.job)
    do {
      let child = try ChildProcess(arguments, rewriting: rewrites) { [weak self, tasks] child, _ in
        self?.forget(child)
        tasks.leave(place)
      }
      let signal = state.withLock { state -> Signal? in
        // It may have ended already.
        if state.phase != .running || child.isRunning { state.children.append(child) }
        return state.phase == .running ? nil : state.forwarded
      }
      // The drain may have begun since.
      if let signal { child.send(signal) }
      return child
    } catch {
      tasks.leave(place)
      throw SystemFailure(error)
    }
  }

  /// What ended before the drain says nothing about it.
  private func forget(_ child: ChildProcess) {
    state.withLock { state in
      if state.phase == .running { state.children.removeAll { $0 === child } }
    }
  }
}
