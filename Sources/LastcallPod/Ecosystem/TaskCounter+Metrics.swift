#if Metrics
  public import CoreMetrics

  extension TaskCounter {
    /// Tells swift-metrics of each task from now on: the meter `lastcall_tasks_in_flight` and the timer
    /// `lastcall_task_duration`, both by `kind`.
    ///
    /// Do it once, and before there are tasks.
    ///
    /// - Parameter factory: nil takes the one that the process has been bootstrapped with.
    public func report(to factory: (any MetricsFactory)? = nil) {
      let factory = factory ?? MetricsSystem.factory
      var meters: [TaskKind: Meter] = [:]
      var timers: [TaskKind: CoreMetrics.Timer] = [:]
      for kind in TaskKind.allCases {
        let dimensions = [("kind", "\(kind)")]
        meters[kind] = Meter(
          label: "lastcall_tasks_in_flight", dimensions: dimensions, factory: factory)
        timers[kind] = CoreMetrics.Timer(
          label: "lastcall_task_duration", dimensions: dimensions, factory: factory)
      }
      let (all, lengths) = (meters, timers)
      observe { event in
        switch event {
        case .begun(let kind): all[kind]?.increment()
        case .changed(let before, let kind):
          all[before]?.decrement()
          all[kind]?.increment()
        case .ended(let kind, let nanoseconds):
          all[kind]?.decrement()
          lengths[kind]?.recordNanoseconds(Int64(clamping: nanoseconds))
        }
      }
    }
  }
#endif
