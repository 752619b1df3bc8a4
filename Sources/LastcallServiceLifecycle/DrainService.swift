#if ServiceLifecycle
  public import LastcallPod
  public import Logging
  public import ServiceLifecycle

  /// Services that go on until new work is refused, and then end one after the other, the last one first.
  ///
  /// The controller has the signals: give none to a `ServiceGroup` around this. The drain ends no sooner than
  /// the services have ended; those that are left at its limit are cancelled. When they end by themselves, what
  /// they have left in flight is waited for. Then `run()` returns, and the controller's `untilOver()` has the exit
  /// code.
  public struct DrainService: Service {
    private let drain: DrainController
    private let services: [any Service]
    private let logger: Logger

    /// Makes a service of a drain and what it ends.
    ///
    /// - Parameters:
    ///   - drain: when it refuses new work, the services end.
    ///   - services: in the order in which they are started.
    ///   - logger: the `ServiceGroup`'s, which says little but errors above the level `debug`.
    public init(_ drain: DrainController, services: [any Service], logger: Logger) {
      self.drain = drain
      self.services = services
      self.logger = logger
    }

    public func run() async throws {
      let group = ServiceGroup(configuration: .init(services: services, logger: logger))
      // Not a child task: a group around this would pass its own end on at once, and spare no delay.
      let running = Task.detached { try await group.run() }
      drain.whenRefusing("a service") {
        await group.triggerGracefulShutdown()
        _ = await running.result
      }
      let limit = Task.detached { [drain] in
        _ = await drain.untilOver()
        running.cancel()
      }
      let result = await withTaskCancellationHandler {
        await withGracefulShutdownHandler {
          let result = await running.result
          if drain.isRunning { drain.begin(by: "the end of the services") }
          await limit.value
          return result
        } onGracefulShutdown: {
          drain.begin(by: "a graceful shutdown")
        }
      } onCancel: {
        running.cancel()
      }
      // At its limit it was cancelled, and the exit code says so.
      if case .failure(let error) = result, !(error is CancellationError && drain.isOver) {
        throw error
      }
    }
  }
#endif
