import ShutdownModel
import Time

@testable import KubernetesObjects

/// What can be seen of a state, line by line.
struct Look: Equatable {
  var lines: [String]

  init(_ state: State) {
    lines = [
      "now \(state.now.rfc3339) \(state.clock)",
      "run \(state.run.beganAt?.rfc3339 ?? "-") \(state.run.command) "
        + "\(state.run.listed.map(\.rawValue).sorted())",
      "summary \(state.run.summary.map { "\($0.result) \($0.pods) \($0.exitCode) \($0.reason)" } ?? "-")",
      "log \(state.log.appendedCount) \(state.log.entries.map { "\($0)" })",
      "notices \(state.notices)",
      "due \(state.nextDue?.rfc3339 ?? "-")",
    ]
    lines += state.inputs.map { "input \($0.key) \($0.value)" }.sorted()
    lines += state.workloads.map { workload in
      "\(workload.id) \(String(describing: workload.object)) \(workload.shutdownCount) "
        + "\(workload.usedSeconds) \(workload.verdicts.map { "\($0)" }.sorted())"
    }
    lines += state.pods.map { pod in
      "\(pod.uid) \(pod.phase) since \(pod.phaseSince.rfc3339) "
        + "\(pod.conditions.map { "\($0)" }.sorted()) \(String(describing: pod.shutdown)) "
        + "\(String(describing: pod.verdict)) \(String(describing: pod.alert)) \(pod.samples) "
        + "\(pod.countdown(at: state.now)) \(pod.object.containers.map(\.state))"
    }
  }

  /// The lines that differ.
  func difference(from other: Look) -> [String] {
    lines == other.lines
      ? []
      : zip(lines, other.lines).filter { $0 != $1 }.map { "\($0) ≠ \($1)" }
        + (lines.count == other.lines.count ? [] : ["\(lines.count) ≠ \(other.lines.count) lines"])
  }
}
