#if ServiceLifecycle
  public import LastcallPod
  public import Logging
  public import ServiceLifecycle

  /// Services that go on until new work is refused, and then end one after the other, the last one first.
  ///
  /// The controller has the signals: give none to a `ServiceGroup` around this, and do not run a Hummingbird
  /// application by `runService()`, which takes them for itself. The drain ends no sooner than the services have
  /// ended; those that are left at its limit are cancelled. A service may end by itself: when the last has, or one
  /// has failed, the drain begins. Then `run()` returns, and the controller's `untilOver()` has the exit code, which is
  /// not 0 when a service failed or was cancelled from outside.
  public struct DrainService: Service {
    private let drain: DrainController
    private let services: [any Service]
    private let logger: Logger

    /// Makes a service of a drain and what it ends.
    ///
    /// - Parameters:
    ///   - drain: when it refuses new work, the services end.
    ///   - services: in the order in which they are started.
    ///   - logger: the `ServiceGroup`'s, which says little above the level `debug`.
    public init(drain: DrainController, services: [any Service], logger: Logger) {
      self.drain = drain
      self.services = services
      self.logger = logger
    }

    /// Runs the services until the drain is over.
    ///
    /// - Throws: the first error of a service, unless it came of being cancelled at the limit.
    public func run() async throws {
      // A signal may come before there was anything to drain.
      guard !drain.hasBegun else {
        _ = await drain.untilOver()
        return
      }
      let outcome = ServiceOutcome(count: services.count, drain: drain)
      let enduring = services.map { EnduringService(service: $0, outcome: outcome) }
      let group = ServiceGroup(configuration: .init(services: enduring, logger: logger))
      // Not a child task: a group around this would pass its own end on at once, and spare no delay.
      let running = Task.detached { try? await group.run() }
      drain.whenRefusing("a service") {
        await group.triggerGracefulShutdown()
        await running.value
      }
      await withTaskCancellationHandler {
        await withGracefulShutdownHandler {
          _ = await drain.untilOver()
          outcome.limitHasPassed()
          running.cancel()
          await running.value
        } onGracefulShutdown: {
          drain.begin(by: "graceful-shutdown")
        }
      } onCancel: {
        outcome.fail(with: CancellationError())
        running.cancel()
      }
      try outcome.get()
    }
  }
#else
  /// Services that end with a drain.
  @available(*, unavailable, message: "enable the package trait ServiceLifecycle of lastcall")
  public struct DrainService {
    public init(drain: Any, services: [Any], logger: Any) {}
    public func run() async throws {}
  }
#endif
