public import KubernetesObjects

/// How long a preStop hook should delay the signal, so that no task arrives after it.
public struct PreStopAdvice: Equatable, Sendable {
  /// Why so long, or why nobody can say.
  public enum Reason: Equatable, Sendable {
    /// So many pods were counted after their signal, and nothing arrived.
    case nothingArrived(pods: Int)
    /// A task arrived so long after the deletion, and after the signal.
    case arrivals(after: Double, pods: Int, pod: PodIdentity)
    /// Connections were refused so long after the deletion, while a Service could still send some.
    case refused(after: Double, pods: Int)
    /// A cloud's load balancer goes on sending to the pods for 15-25 s.
    case loadBalancer(gate: String)
    /// No Service sends to it: what arrives it fetches itself.
    case notServed
    /// Tasks arrived for so long that no delay would be long enough.
    case neverStops(after: Double)
    /// Nothing arrived at so many pods, but nothing delays their signal either: what a program refuses
    /// nobody counts.
    case noDelayToJudge(pods: Int)
    /// Its hook decides itself how long it runs, and nothing arrived after it.
    case openHook
    /// The hook takes the whole grace, and the kubelet cuts it off.
    case hookFillsGrace(hook: Int, grace: Int)
    /// Nobody counted the pods after their signal.
    case nobodyLooked
    /// Neither a log nor a process behind a URL knows the deletion.
    case noObject
  }

  /// Nil when no number can be justified.
  public var seconds: Int?
  /// What the pods have; nil when nobody knows.
  public var presentSeconds: Int?
  public var reason: Reason

  /// What it has suffices.
  public var isKept: Bool { seconds != nil && seconds == presentSeconds }

  /// Kubernetes' own example, and what its documentation of endpoints suggests.
  static let usual = 5
  /// Added to the latest arrival that was seen.
  static let margin = 2
  /// A load balancer of AWS needs 15 s at least; 25 s were reported.
  private static let loadBalancerLeast = 15
  private static let loadBalancerUsual = 25
  /// What goes on arriving after this long is held by clients, not by an old list of endpoints.
  private static let mostSeconds = 60.0

  init(_ drains: WorkloadDrains) {
    let facts = drains.facts
    let hooks = facts.map(\.hook)
    let written = hooks.compactMap { hook -> Int? in
      switch hook {
      case .none: 0
      case .seconds(let seconds): seconds
      case .open, .unknown: nil
      }
    }
    presentSeconds = written.count == hooks.count ? written.max() : nil
    guard hooks.contains(where: { $0 != .unknown }),
      facts.contains(where: { ![.log, .endpoint].contains($0.pod.workload.kind) })
    else {
      reason = .noObject
      return
    }
    let late = facts.filter { $0.lastArrival != nil }
    let refused = facts.compactMap(\.refusedAfter)
    if let gate = drains.loadBalancerGate {
      reason = .loadBalancer(gate: gate)
      let present = presentSeconds ?? 0
      seconds = present >= PreStopAdvice.loadBalancerLeast ? present : Self.loadBalancerUsual
    } else if drains.isServed == false {
      reason = .notServed
      seconds = presentSeconds
    } else if let last = late.max(by: { ($0.lastArrival ?? 0) < ($1.lastArrival ?? 0) }),
      let after = last.lastArrival
    {
      guard after <= Self.mostSeconds else {
        reason = .neverStops(after: after)
        return
      }
      reason = .arrivals(after: after, pods: late.count, pod: last.pod)
      seconds = max(Int(after.rounded(.up)) + Self.margin, presentSeconds ?? 0)
      if presentSeconds == 0, let least = seconds { seconds = max(least, Self.usual) }
    } else if let first = refused.min(), presentSeconds ?? 0 < Self.usual {
      reason = .refused(after: first, pods: refused.count)
      seconds = Self.usual
    } else {
      let looked = facts.count(where: \.isArrivalVisible)
      if looked == 0 {
        reason = .nobodyLooked
      } else if let grace = facts.compactMap(\.graceThatHookFills).min() {
        reason = .hookFillsGrace(hook: presentSeconds ?? grace, grace: grace)
        seconds = nil
      } else if let presentSeconds {
        reason = presentSeconds == 0 ? .noDelayToJudge(pods: looked) : .nothingArrived(pods: looked)
        seconds = presentSeconds == 0 ? nil : presentSeconds
      } else {
        reason = .openHook
      }
    }
  }
}

extension DrainFact {
  /// The grace that its hook takes whole; nil when the hook leaves something of it.
  fileprivate var graceThatHookFills: Int? {
    guard case .seconds(let seconds) = hook, seconds > 0, let graceSeconds,
      Double(seconds) >= graceSeconds
    else { return nil }
    return Int(min(graceSeconds, 1e9))
  }
}
