public import KubernetesObjects
public import ShutdownModel
public import Time

/// What happened in a run, in the order it was seen: the timeline of a report.
///
/// Outputs alone do not say when a rollout began and when it was over; this remembers that, too.
public struct Chronicle: Equatable, Sendable {
  /// One thing that happened.
  public enum Moment: Equatable, Sendable {
    case output(Output)
    /// A workload's rollout began, was complete or failed.
    case rollout(WorkloadID, RolloutStatus, at: Instant)

    /// On the cluster's clock.
    public var time: Instant {
      switch self {
      case .output(let output): output.time
      case .rollout(_, _, let time): time
      }
    }
  }

  /// Oldest first.
  public private(set) var moments: [Moment] = []
  /// By the pods' UIDs, oldest first.
  public private(set) var phases: [String: [PodReport.PhaseChange]] = [:]
  private var rollouts: [WorkloadID: RolloutStatus] = [:]

  /// Makes the chronicle of a run that has not begun.
  public init() {}

  /// Adds an event that has been applied.
  ///
  /// - Parameter state: the state after it.
  public mutating func append(_ event: Event, _ outputs: [Output], state: State) {
    switch event.observation {
    case .workload, .workloadDeleted: noteRollouts(state)
    default: break
    }
    for output in outputs {
      moments.append(.output(output))
      if case .phase(let pod, _, let phase) = output.change {
        phases[pod.uid, default: []].append(.init(phase: phase, time: output.time))
      }
    }
  }

  private mutating func noteRollouts(_ state: State) {
    for workload in state.workloads {
      let status = workload.rollout
      let before = rollouts.updateValue(status, forKey: workload.id)
      // Which number of pods it waits for changes all the time, and at first sight nothing began.
      let isNews =
        switch (before, status) {
        case (.progressing, .progressing), (_, .none), (nil, .complete): false
        default: before != status
        }
      if isNews { moments.append(.rollout(workload.id, status, at: state.now)) }
    }
  }
}
