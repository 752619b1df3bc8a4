import ShutdownModel

/// What a run's events come from: a cluster, the demo's, or one process.
protocol LiveSources: Sendable {
  /// Puts events into the run's queue until the task is cancelled.
  ///
  /// - Throws: what the first try throws, as one sentence for the user.
  func run() async throws

  /// Follows what the state wants watched.
  func follow(_ polls: PollPlan, _ logs: LogPlan)

  /// Everything has been listed: whatever happens now is seen.
  func isListed() async
}

extension LiveSources {
  func isListed() async {}
}
