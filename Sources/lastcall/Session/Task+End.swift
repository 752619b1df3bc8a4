extension Task where Success == Void, Failure == Never {
  /// Waits until it has ended, but not for longer than a while: what it waits for may never come.
  ///
  /// - Returns: false when it had not ended.
  @discardableResult
  func end(within limit: Duration) async -> Bool {
    let (ends, end) = AsyncStream<Bool>.makeStream()
    Task {
      await value
      end.yield(true)
    }
    let alarm = Task {
      try? await Task<Never, Never>.sleep(for: limit)
      end.yield(false)
    }
    defer { alarm.cancel() }
    for await hasEnded in ends { return hasEnded }
    return false
  }
}
