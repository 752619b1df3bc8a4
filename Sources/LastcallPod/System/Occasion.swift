import Synchronization

/// Something that happens once, of which any number of tasks may wait to hear.
final class Occasion: Sendable {
  private struct State {
    var hasHappened = false
    /// Who is told, each by a number of its own.
    var waiters: [Int: @Sendable () -> Void] = [:]
    var last = 0
  }

  private let state = Mutex(State())

  var hasHappened: Bool { state.withLock { $0.hasHappened } }

  /// Tells all who wait, in the order in which they came; a second time changes nothing.
  func happen() {
    let waiters = state.withLock { state in
      state.hasHappened = true
      defer { state.waiters = [:] }
      return state.waiters.sorted { $0.key < $1.key }
    }
    for waiter in waiters { waiter.value() }
  }

  /// Calls body when it happens, or now where it already has; it must be quick.
  ///
  /// - Returns: what ``forget(_:)`` takes; nil where body has been called.
  @discardableResult
  func whenHappened(_ body: @escaping @Sendable () -> Void) -> Int? {
    let number = state.withLock { state -> Int? in
      guard !state.hasHappened else { return nil }
      state.last += 1
      state.waiters[state.last] = body
      return state.last
    }
    if number == nil { body() }
    return number
  }

  func forget(_ number: Int) {
    state.withLock { _ = $0.waiters.removeValue(forKey: number) }
  }

  /// Waits until it has happened, or the task is cancelled.
  func wait() async {
    let (happened, continuation) = AsyncStream.makeStream(of: Never.self)
    guard let number = whenHappened({ continuation.finish() }) else { return }
    for await _ in happened {}
    forget(number)
  }

  /// Waits until it has happened, also in a task that is cancelled.
  func waitInAnyCase() async {
    await withCheckedContinuation { continuation in
      whenHappened { continuation.resume() }
    }
  }
}
