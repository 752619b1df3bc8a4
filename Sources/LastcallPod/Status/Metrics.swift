import PodStatus

/// A shutdown status as Prometheus reads it.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
struct Metrics {
  private var lines: [String] = []

  /// - Parameter tasks: nil while what is in flight is not known; then no number stands for it.
  init(_ status: ShutdownStatus, _ tasks: TaskSnapshot?) {
    if let tasks, let inFlight = status.inFlight {
      // The name of OpenTelemetry's semantic conventions for HTTP servers.
      add(
        "http_server_active_requests", "gauge", "Requests and streams in flight.",
        [("", "\(max(inFlight - (tasks.inFlightByKind[.job] ?? 0), 0))")])
      add(
        "lastcall_tasks_in_flight", "gauge", "Tasks accepted and not finished.",
        TaskKind.allCases.map { ("{kind=\"\($0)\"}", "\(tasks.inFlightByKind[$0] ?? 0)") })
    }
    add(
      "lastcall_phase", "gauge", "1 for the phase the process is in.",
      ShutdownStatus.Phase.allCases.map {
        ("{phase=\"\($0.rawValue)\"}", $0 == status.phase ? "1" : "0")
      })
    add(
      "lastcall_drain_elapsed_seconds", "gauge", "Since the drain began; 0 while running.",
      [("", "\(status.drainElapsedSeconds)")])
    if let limit = status.drainTimeoutSeconds {
      add(
        "lastcall_drain_timeout_seconds", "gauge", "How long the process waits at most.",
        [("", "\(limit)")])
    }
    if let grace = status.gracePeriodSeconds {
      add(
        "lastcall_grace_period_seconds", "gauge", "What the pod believes its grace period is.",
        [("", "\(grace)")])
    }
    if let tasks { addDurations(tasks) }
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func add(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]
  ) {
    lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    lines += samples.map { "\(name)\($0.labels) \($0.value)" }
  }

  private mutating func addDurations(_ tasks: TaskSnapshot) {
    var sum = 0
    // The last bucket holds all that took longer, so that its bound is none.
    var samples = tasks.durations.dropLast().map { bucket in
      sum += bucket.count
      return ("_bucket{le=\"\(bucket.upperBoundSeconds)\"}", "\(sum)")
    }
    samples.append(("_bucket{le=\"+Inf\"}", "\(tasks.completed)"))
    samples.append(("_sum", "\(tasks.completedSeconds)"))
    samples.append(("_count", "\(tasks.completed)"))
    add("lastcall_task_duration_seconds", "histogram", "How long finished tasks took.", samples)
  }
}
