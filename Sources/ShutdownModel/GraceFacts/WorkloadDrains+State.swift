internal import DequeModule
public import GraceAdvice
internal import KubernetesObjects
internal import PodStatus

extension WorkloadDrains {
  /// The workloads whose pods were on their way out, in the order of their identifiers.
  public static func all(of state: State) -> [WorkloadDrains] {
    var drains: [WorkloadID: WorkloadDrains] = [:]
    for pod in state.pods {
      drains[pod.advisedWorkload, default: .init(pod.advisedWorkload)].add(pod, state)
    }
    return drains.values.filter { !$0.facts.isEmpty }.sorted { $0.workload < $1.workload }
  }

  /// Those of one workload as the run has it.
  init(_ id: WorkloadID, of state: State) {
    self.init(id)
    for index in state.pods.indices where state.pods[index].workload == id {
      add(state.pods[index], state)
    }
  }

  private mutating func add(_ pod: Pod, _ state: State) {
    if let fact = DrainFact(pod, state.scope) { add(fact) }
    if pod.wasServed || state.run.listed.contains(.endpointSlices) {
      add(isServed: pod.wasServed)
    }
    add(readinessGates: pod.object.readinessGates)
    guard let report = pod.status.report else { return }
    let counts = pod.samples.lazy.filter { $0.source == .status }.map(\.inFlight)
    add(report, peakInFlight: counts.max() ?? 0)
  }
}

extension Pod {
  /// What a manifest would name it by.
  fileprivate var advisedWorkload: WorkloadID {
    switch workload.kind {
    case .selector, .pod: object.controllingWorkload ?? workload
    default: workload
    }
  }
}
