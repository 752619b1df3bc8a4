import Processes
import Synchronization

extension DrainController {
  /// Calls body when new work is refused, or now if it is already; the drain ends no sooner than body has
  /// returned.
  func whenRefusing(_ name: String, _ body: @escaping @Sendable () async -> Void) {
    hold(name)
    isWorkRefused.whenHappened { [weak self] in self?.run(name, body) }
  }

  /// Has the drain wait for something besides tasks, until ``release(_:)``.
  ///
  /// - Parameter name: what it is, for the log.
  package func hold(_ name: String) {
    state.withLock { $0.holds.append(name) }
  }

  /// Says that what was held has ended.
  package func release(_ name: String) {
    state.withLock { state in
      _ = state.holds.firstIndex(of: name).map { state.holds.remove(at: $0) }
    }
    events.wake()
  }

  func refuse() {
    tasks.close()
    isWorkRefused.happen()
  }

  /// Runs what is held under that name.
  func run(_ name: String, _ hook: @escaping @Sendable () async -> Void) {
    Task {
      await hook()
      self.release(name)
    }
  }

  /// What the drain waits for, for the log.
  func whatIsLeft(inDetail: Bool = false) -> String {
    let holds = state.withLock { $0.holds }
    let inFlight = inFlight
    var parts = [inFlightText]
    if inDetail, configuration.inFlight == nil { parts[0] += tasks.snapshot.detail }
    if inFlight == 0 { parts += holds.map { "\($0) has not returned" } }
    return parts.joined(separator: ", ")
  }
}

extension TaskSnapshot {
  /// ` (2 requests, 1 stream, the oldest for 31.2 s)`; empty when nothing is in flight.
  fileprivate var detail: String {
    guard let oldest = oldest.first else { return "" }
    let kinds = TaskKind.allCases.compactMap { kind in
      inFlightByKind[kind].map { "\($0) \(kind)\($0 == 1 ? "" : "s")" }
    }
    return " (\(kinds.joined(separator: ", ")), the oldest for \(oldest.inSeconds) s)"
  }
}
