#if ServiceLifecycle
  import LastcallPod
  import ServiceLifecycle
  import Synchronization

  /// How some services went.
  final class ServiceOutcome: Sendable {
    private struct State {
      var running: Int
      var error: (any Error)?
      var isLimitPassed = false
    }

    private let state: Mutex<State>
    private let drain: DrainController

    init(count: Int, drain: DrainController) {
      state = Mutex(State(running: count))
      self.drain = drain
    }

    /// One has ended by itself, after all have been asked to, or with an error.
    ///
    /// - Parameter isIgnored: the others go on all the same.
    func end(with error: (any Error)?, isIgnored: Bool) {
      // To be cancelled by the graceful shutdown is a way to heed it.
      if let error, !isIgnored, !(error is CancellationError && drain.hasBegun) {
        fail(with: error)
      }
      let isLast = state.withLock { state in
        state.running -= 1
        return state.running == 0
      }
      guard !drain.hasBegun else { return }
      if isLast {
        drain.begin(by: "end-of-services")
      } else if !isIgnored {
        drain.begin(by: "end-of-a-service")
      }
    }

    /// Begins the drain; what comes of being cancelled at the limit is no failure.
    func fail(with error: any Error) {
      let isFailure = state.withLock { state in
        if !state.isLimitPassed, state.error == nil { state.error = error }
        return !state.isLimitPassed
      }
      guard isFailure else { return }
      drain.fail()
      if !drain.hasBegun { drain.begin(by: "failed-service") }
    }

    func limitHasPassed() {
      state.withLock { $0.isLimitPassed = true }
    }

    /// Throws the first error there was.
    func get() throws {
      if let error = state.withLock({ $0.error }) { throw error }
    }
  }

  /// Tells how its service ended, and lives on until it is its turn to end: a `ServiceGroup` takes an earlier end for a
  /// failure, and cancels the others with their work.
  struct WatchedService: Service {
    var service: any Service
    var isSuccessIgnored: Bool
    var isFailureIgnored: Bool
    var outcome: ServiceOutcome

    func run() async throws {
      do {
        try await service.run()
        outcome.end(with: nil, isIgnored: isSuccessIgnored)
      } catch {
        outcome.end(with: error, isIgnored: isFailureIgnored)
      }
      try? await gracefulShutdown()
    }
  }

  /// Ends when new work is refused, and has the group go on until then, also where a group around it shuts down.
  struct DrainGate: Service {
    var drain: DrainController
    var endsWhenIdle: Bool

    func run() async throws {
      await withGracefulShutdownHandler {
        await drain.waitUntilRefusing()
        if endsWhenIdle { await drain.waitUntilIdle() }
      } onGracefulShutdown: {
        if !drain.hasBegun { drain.begin(by: "graceful-shutdown") }
      }
    }
  }
#endif
