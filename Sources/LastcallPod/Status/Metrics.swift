/// A status as Prometheus reads it.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
struct Metrics {
  private var lines: [String] = []

  init(_ status: DrainStatus) {
    // Without a count no number stands for it.
    if let inFlight = status.inFlight {
      let byKind = status.tasks?.inFlightByKind ?? [.request: inFlight]
      // The name of OpenTelemetry's semantic conventions for HTTP servers.
      add(
        "http_server_active_requests", "gauge", "Requests and streams in flight.",
        [("", "\(max(inFlight - (byKind[.job] ?? 0), 0))")])
      add(
        "lastcall_tasks_in_flight", "gauge", "Tasks accepted and not finished.",
        TaskKind.allCases.map { ("{kind=\"\($0)\"}", "\(byKind[$0] ?? 0)") })
    }
    add(
      "lastcall_phase", "gauge", "1 for the phase the process is in.",
      DrainStatus.Phase.allCases.map {
        ("{phase=\"\($0.rawValue)\"}", $0 == status.phase ? "1" : "0")
      })
    add(
      "lastcall_drain_elapsed_seconds", "gauge", "Since the drain began; 0 while running.",
      [("", "\(status.elapsed.inSeconds)")])
    add(
      "lastcall_drain_timeout_seconds", "gauge", "How long the process waits at most.",
      [("", "\(status.limit.inSeconds)")])
    if let gracePeriod = status.gracePeriod {
      add(
        "lastcall_grace_period_seconds", "gauge", "What the pod believes its grace period is.",
        [("", "\(gracePeriod.inSeconds)")])
    }
    if let tasks = status.tasks { addDurations(tasks) }
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
      return ("_bucket{le=\"\(bucket.upperBound.inSeconds)\"}", "\(sum)")
    }
    samples.append(("_bucket{le=\"+Inf\"}", "\(tasks.completed)"))
    samples.append(("_sum", "\(tasks.completedDuration.inSeconds)"))
    samples.append(("_count", "\(tasks.completed)"))
    add("lastcall_task_duration_seconds", "histogram", "How long finished tasks took.", samples)
  }
}
