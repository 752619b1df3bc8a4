internal import DrainForecast
public import KubernetesObjects
package import PodStatus

/// What the shutdowns of one workload say of the grace it needs, in one run or in several.
public struct WorkloadDrains: Equatable, Sendable {
  /// What its pods belong to; for a selector or a single pod what controls them, if it is known.
  public let workload: WorkloadID
  /// One a shutdown, in the order they were seen.
  public private(set) var facts: [DrainFact] = []
  /// What the finished tasks of its pods say, of those that go on, too.
  private(set) var law = ResidualLaw()
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

  /// Makes the drains of a workload of which nothing was seen.
  package init(_ workload: WorkloadID) {
    self.workload = workload
  }

  /// Adds a shutdown.
  package mutating func add(_ fact: DrainFact) {
    facts.append(fact)
  }

  /// Adds whether a Service sends to a pod: one that it sends to speaks for all.
  package mutating func add(isServed: Bool) {
    self.isServed = isServed || self.isServed == true
  }

  /// Adds a pod's readiness gates.
  package mutating func add(readinessGates: [String]) {
    loadBalancerGate =
      loadBalancerGate
      ?? readinessGates.first {
        $0.hasPrefix("target-health.elbv2.k8s.aws/")
          || $0.hasPrefix("target-health.alb.ingress.k8s.aws/")
      }
  }

  /// Adds the newest answer of a pod, and the most tasks it was seen to have.
  package mutating func add(_ report: ShutdownStatus, peakInFlight: Int) {
    law.add(report)
    streams = max(streams, report.streams ?? 0)
    self.peakInFlight = max(self.peakInFlight, peakInFlight)
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
    if let served = other.isServed { add(isServed: served) }
    loadBalancerGate = loadBalancerGate ?? other.loadBalancerGate
  }

  /// What is advised by it.
  public var recommendation: GraceRecommendation { GraceRecommendation(self) }
}
