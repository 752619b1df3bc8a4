internal import DequeModule
internal import DrainForecast
public import KubernetesObjects
internal import PodStatus
internal import Time

/// What the shutdowns of one workload say of the grace it needs, in one run or in several.
public struct WorkloadDrains: Equatable, Sendable {
  /// What its pods belong to; for a selector or a single pod what controls them, if it is known.
  public let workload: WorkloadID
  /// One a shutdown, in the order they were seen.
  public private(set) var facts: [DrainFact] = []
  /// What the finished tasks of its pods say, of those that go on, too.
  var law = ResidualLaw()
  /// The most tasks in flight at one of its pods.
  public private(set) var peakInFlight = 0
  /// The most streams that a pod had open; they do not end by themselves.
  public private(set) var streams = 0
  /// The longest limit that a process says it gives up by.
  public private(set) var ownLimitSeconds: Double?
  /// Whether a Service sends to it; nil when EndpointSlices could not be read.
  public private(set) var isServed: Bool?
  /// A readiness gate by which a cloud's load balancer sends to the pods themselves.
  public private(set) var loadBalancerGate: String?

  /// The workloads whose pods were on their way out, in the order of their identifiers.
  public static func all(of state: State) -> [WorkloadDrains] {
    var drains: [WorkloadID: WorkloadDrains] = [:]
    for pod in state.pods {
      drains[pod.advisedWorkload, default: .init(pod.advisedWorkload)].add(pod, state)
    }
    return drains.values.filter { !$0.facts.isEmpty }.sorted { $0.workload < $1.workload }
  }

  private init(_ workload: WorkloadID) {
    self.workload = workload
  }

  private mutating func add(_ pod: Pod, _ state: State) {
    if let fact = DrainFact(pod, state.scope) { facts.append(fact) }
    if pod.wasServed {
      isServed = true
    } else if isServed == nil, state.run.listed.contains(.endpointSlices) {
      isServed = false
    }
    loadBalancerGate =
      loadBalancerGate
      ?? pod.object.readinessGates.first {
        $0.hasPrefix("target-health.elbv2.k8s.aws/")
          || $0.hasPrefix("target-health.alb.ingress.k8s.aws/")
      }
    guard let report = pod.status.report else { return }
    law.add(report)
    streams = max(streams, report.streams ?? 0)
    let counts = pod.samples.lazy.filter { $0.source == .status }.map(\.inFlight)
    peakInFlight = max(peakInFlight, counts.max() ?? 0)
    if let limit = report.drainTimeoutSeconds { ownLimitSeconds = max(ownLimitSeconds ?? 0, limit) }
  }

  /// Adds another run of the same workload; a shutdown that both saw counts once.
  public mutating func merge(_ other: WorkloadDrains) {
    let known = Set(facts.map(\.pod.uid))
    facts += other.facts.filter { !known.contains($0.pod.uid) }
    law.merge(other.law)
    peakInFlight = max(peakInFlight, other.peakInFlight)
    streams = max(streams, other.streams)
    if let limit = other.ownLimitSeconds { ownLimitSeconds = max(ownLimitSeconds ?? 0, limit) }
    if let served = other.isServed { isServed = served || isServed == true }
    loadBalancerGate = loadBalancerGate ?? other.loadBalancerGate
  }

  /// What is advised by it.
  public var recommendation: GraceRecommendation { GraceRecommendation(self) }
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
