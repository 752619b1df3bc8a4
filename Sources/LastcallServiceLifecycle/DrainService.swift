#if ServiceLifecycle
  public import LastcallPod
  public import Logging
  public import ServiceLifecycle

  /// Services that go on until new work is refused, and then end one after the other, the last one first.
  ///
  /// The controller has the signals: give none to a `ServiceGroup` around this, and do not run a Hummingbird
  /// application by `runService()`, which takes them for itself. The drain ends no sooner than the services have
  /// ended; those that are left at its limit are cancelled. When one ends by itself, the drain begins, so that no pod
  /// goes on without its server; a service whose `successTerminationBehavior` is `ignore` may end before the others, and
  /// the drain begins when all have. One that fails begins the drain, too, unless its `failureTerminationBehavior` is
  /// `ignore`. Then `run()` returns, and the controller's outcome is a failure when a service failed or was
  /// cancelled from outside.
  public struct DrainService: Service {
    private let drain: DrainController
    private let configuration: ServiceGroupConfiguration
    private let endsWhenIdle: Bool

    /// Makes a service of a drain and what it ends.
    ///
    /// - Parameters:
    ///   - drain: when it refuses new work, the services end.
    ///   - configuration: of the group that they run in: their order, the names for its log, how long each may take. Its
    ///     signals are not used.
    ///   - endsWhenIdle: whether the services end only when nothing is in flight any more, and refuse new work by
    ///     themselves until then, as `DrainMiddleware` does. A Hummingbird server for HTTP/2 (2.28) needs it: shut down
    ///     with requests in flight, it closes a connection before the last answer is out.
    public init(
      drain: DrainController, configuration: ServiceGroupConfiguration, endsWhenIdle: Bool = false
    ) {
      self.drain = drain
      self.configuration = configuration
      self.endsWhenIdle = endsWhenIdle
    }

    /// Makes a service of a drain and what it ends.
    ///
    /// - Parameters:
    ///   - drain: when it refuses new work, the services end.
    ///   - services: in the order in which they are started.
    ///   - logger: the `ServiceGroup`'s, which says little above the level `debug`.
    ///   - endsWhenIdle: whether the services end only when nothing is in flight any more.
    public init(
      drain: DrainController, services: [any Service], logger: Logger, endsWhenIdle: Bool = false
    ) {
      self.init(
        drain: drain, configuration: .init(services: services, logger: logger),
        endsWhenIdle: endsWhenIdle)
    }

    /// Runs the services until the drain is over.
    ///
    /// - Throws: the first error of a service, unless it came of being cancelled at the limit.
    public func run() async throws {
      // A signal may come before there was anything to drain.
      guard !drain.hasBegun, !configuration.services.isEmpty else {
        _ = await drain.waitUntilOver()
        return
      }
      let outcome = ServiceOutcome(count: configuration.services.count, drain: drain)
      let group = ServiceGroup(configuration: groupConfiguration(outcome))
      drain.hold("a service")
      await withTaskCancellationHandler {
        // The services' tasks have this one's values, as that of a tracer.
        await withDiscardingTaskGroup { tasks in
          tasks.addTask {
            try? await group.run()
            drain.release("a service")
          }
          _ = await drain.waitUntilOver()
          outcome.limitHasPassed()
          tasks.cancelAll()
        }
      } onCancel: {
        outcome.fail(with: CancellationError())
      }
      try outcome.get()
    }

    private func groupConfiguration(_ outcome: ServiceOutcome) -> ServiceGroupConfiguration {
      var group = configuration
      group.gracefulShutdownSignals = []
      group.cancellationSignals = []
      group.services = configuration.services.map { service in
        var watched = service
        watched.service = WatchedService(
          service: service.service, isSuccessIgnored: service.successTerminationBehavior.isIgnore,
          isFailureIgnored: service.failureTerminationBehavior.isIgnore, outcome: outcome)
        watched.successTerminationBehavior = .ignore
        watched.failureTerminationBehavior = .ignore
        return watched
      }
      // The last one is asked to end first, and the others only when it has ended.
      group.services.append(
        ServiceGroupConfiguration.ServiceConfiguration(
          service: DrainGate(drain: drain, endsWhenIdle: endsWhenIdle),
          successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .ignore))
      return group
    }
  }

  extension ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior {
    /// It cannot be compared.
    fileprivate var isIgnore: Bool { description == Self.ignore.description }
  }
#else
  /// Services that end with a drain.
  @available(*, unavailable, message: "enable the package trait ServiceLifecycle of lastcall")
  public struct DrainService {
    public init(drain: Any, services: [Any], logger: Any) {}
    public func run() async throws {}
  }
#endif
