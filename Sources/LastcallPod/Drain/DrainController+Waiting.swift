import CLibrary
import Synchronization

extension DrainController {
  /// Waits until the drain begins, or the task is cancelled.
  ///
  /// Here a stream closes that would end only when its client goes: server-sent events, a WebSocket.
  public func waitUntilDraining() async { await hasDrainBegun.wait() }

  /// Waits until new work is refused, or the task is cancelled: the drain has begun, and its delay is over.
  ///
  /// Here a worker takes no more from its queue.
  public func waitUntilRefusing() async { await isWorkRefused.wait() }

  /// Waits until new work is refused and nothing is in flight any more, or the task is cancelled.
  package func waitUntilIdle() async { await isIdle.wait() }

  /// Waits until the drain is over, and says how it went.
  ///
  /// A task that is cancelled waits, too: there is no outcome before.
  public func waitUntilOver() async -> DrainOutcome {
    await isOver.waitInAnyCase()
    return finalOutcome
  }

  /// Blocks until the drain is over, and says how it went.
  @available(*, noasync, message: "tasks may need this thread")
  public func blockUntilOver() -> DrainOutcome {
    over.wait()
    return finalOutcome
  }

  /// Waits until the drain is over, closes the server, and ends the process with the exit code that tells the truth.
  ///
  /// - Parameter server: closes last, so that those who watch hear of the end.
  public func exitWhenOver(closing server: StatusServer? = nil) async -> Never {
    let outcome = await waitUntilOver()
    server?.close()
    configuration.flushLog?()
    exit(outcome.exitCode)
  }

  /// Runs the operation, and calls the handler when the drain begins meanwhile, or at once where it already has.
  ///
  /// As `withTaskCancellationHandler` for a cancellation: the handler runs beside the operation, which goes on. It must
  /// be quick; a loop ends its iteration, a client is told to go.
  public func withDrainHandler<Result, Failure: Error>(
    operation: () async throws(Failure) -> Result, onDrain handler: @escaping @Sendable () -> Void
  ) async throws(Failure) -> Result {
    let number = hasDrainBegun.whenHappened(handler)
    defer { if let number { hasDrainBegun.forget(number) } }
    return try await operation()
  }

  private var finalOutcome: DrainOutcome {
    state.withLock { $0.outcome } ?? outcome(of: state.withLock { $0 })
  }
}
