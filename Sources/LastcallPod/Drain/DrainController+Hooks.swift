import Processes
import Synchronization

extension DrainController {
  /// Calls body when new work is refused, or now if it is already; the drain ends no sooner than body has
  /// returned.
  package func whenRefusing(_ name: String, _ body: @escaping @Sendable () async -> Void) {
    let isLate = state.withLock { state in
      state.refusalHooks?.append((name, body))
      if state.refusalHooks == nil { state.hooks.append(name) }
      return state.refusalHooks == nil
    }
    if isLate { run(name, body) }
  }

  func refuse() {
    let hooks = state.withLock { state in
      defer { state.refusalHooks = nil }
      state.hooks += state.refusalHooks?.map(\.name) ?? []
      return state.refusalHooks ?? []
    }
    tasks.close()
    for hook in hooks { run(hook.name, hook.body) }
  }

  func run(_ name: String, _ hook: @escaping @Sendable () async -> Void) {
    Task.detached {
      await hook()
      self.state.withLock { state in
        _ = state.hooks.firstIndex(of: name).map { state.hooks.remove(at: $0) }
      }
      self.events.wake()
    }
  }

  /// What the drain waits for, for the log.
  func whatIsLeft(inDetail: Bool = false) -> String {
    let hooks = state.withLock { $0.hooks }
    let inFlight = inFlight
    var parts = [inFlightText]
    if inDetail { parts[0] += snapshot?.detail ?? "" }
    if inFlight == 0 { parts += hooks.map { "\($0) has not returned" } }
    return parts.joined(separator: ", ")
  }
}

extension TaskSnapshot {
  /// ` (2 requests, 1 stream, the oldest for 31.2 s)`; empty when nothing is in flight.
  fileprivate var detail: String {
    guard let oldest = oldestSeconds.first else { return "" }
    let kinds = TaskKind.allCases.compactMap { kind in
      inFlightByKind[kind].map { "\($0) \(kind)\($0 == 1 ? "" : "s")" }
    }
    return " (\(kinds.joined(separator: ", ")), the oldest for \(oldest) s)"
  }
}
