import Synchronization

extension DrainController {
  /// Starts a program that this process is responsible for: it counts as a job until it ends, the drain's
  /// signal is forwarded to its group, and at the limit what is left of the group is killed.
  ///
  /// Its exit code becomes this process's, unless it is 0 or the drain timed out.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked up in `PATH`, and its arguments.
  ///   - rewrites: which signal is sent instead of another; a drain that no signal began sends SIGTERM.
  /// - Throws: when there is no such program, or the system has no process left.
  @discardableResult
  public func startChild(
    _ arguments: [String], rewriting rewrites: [Signal: Signal] = [:]
  ) throws(SystemError) -> ChildProcess {
    let ticket = tasks.begin(.job)
    do {
      let child = try ChildProcess(arguments, rewriting: rewrites) { _ in self.tasks.end(ticket) }
      let cause = state.withLock { state in
        state.children.append(child)
        return state.cause
      }
      // The drain may have begun since.
      if let cause { child.forward(Signal(cause) ?? .term) }
      return child
    } catch {
      tasks.end(ticket)
      throw error
    }
  }
}
