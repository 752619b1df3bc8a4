import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel
import Time

/// R01: nothing delays the signal until the pod has left its Service.
enum NoDelayBeforeStop: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R01", brief: "no preStop delay",
    title: "no delay between the pod's removal from its Service and its stop signal",
    source: "https://kubernetes.io/docs/tutorials/services/pods-and-endpoint-termination-flow/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.pod.wasServed, pod.container?.preStop == nil, pod.shutdown.origin == .deletion else {
      return nil
    }
    let grace = pod.grace ?? 30
    let advice =
      "delay the signal until the Service has stopped sending (Kubernetes 1.30 or later; earlier: exec "
      + "sleep 5), and raise the grace period by the same amount:" + Change.sleep(5, in: pod.name)
    let more = GraceToTry(
      seconds: grace + 5, why: "the \(grace) s it has + 5 for the preStop delay")
    let spec = Diagnosis.Evidence(.spec, "spec.containers[\(pod.name)] has no lifecycle.preStop")
    if let refusedAt = pod.refusedWhileServed {
      return text.diagnosis(
        .warning, pod,
        "\(pod.name) refused connections \(TimeSpan.seconds(pod.seconds(to: refusedAt)).text) after its "
          + "deletion, while its Service could still send some; those would be lost",
        evidence: [
          .init(.status, at: refusedAt, "connection refused"), spec, pod.endpointEvidence,
        ],
        advice: advice, grace: more)
    }
    guard let (count, sample) = pod.arrivals(before: 3) else { return nil }
    return text.diagnosis(
      .notice, pod,
      "\(count) \(count == 1 ? "task" : "tasks") arrived at \(pod.name) after its signal: nothing "
        + "delays the signal until the Service has stopped sending. This program accepted them; one "
        + "that refuses them loses them",
      evidence: [pod.evidence(sample), spec, pod.signalEvidence], advice: advice, grace: more)
  }
}

extension DiagnosedPod {
  /// The endpoint was refused within 2 s of the request though the process lived on.
  fileprivate var refusedWhileServed: Instant? {
    guard let silentSince = pod.status.silentSince, pod.status.answer == .refused,
      !pod.isSilentBehindForward, let asked = shutdown.asked, silentSince >= asked,
      silentSince <= asked + .seconds(2)
    else { return nil }
    // An end that took the listener along is another story.
    if let finishedAt { return finishedAt >= silentSince + .seconds(1) ? silentSince : nil }
    return pod.conditions[.unreachable] != nil ? silentSince : nil
  }
}

/// R02: a cloud load balancer goes on sending for longer than the hook waits.
enum SlowLoadBalancer: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R02", brief: "LB is slower",
    title: "the pod stops before the cloud load balancer has deregistered it",
    source: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1719")

  /// An application load balancer needs so many seconds at least; 15-25 were reported.
  private static let least = 15

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard
      let gate = pod.pod.object.readinessGates.first(where: {
        $0.hasPrefix("target-health.elbv2.k8s.aws/")
          || $0.hasPrefix("target-health.alb.ingress.k8s.aws/")
      }), Int(pod.hookSeconds) < least
    else { return nil }
    // A hook whose length the spec does not tell may well wait long enough.
    switch pod.container?.preStop {
    case .sleep, nil: break
    case .exec(let hook) where hook.isExact: break
    case .exec, .httpGet: return nil
    }
    return text.diagnosis(
      .warning, pod,
      "an AWS load balancer sends to \(pod.name) directly, for 15-25 s after the deletion (ALB; NLB: "
        + "120 s), but the stop signal comes after \(Int(pod.hookSeconds)) s",
      evidence: [
        .init(.spec, "spec.readinessGates: \(gate)"), pod.hookEvidence, pod.graceEvidence,
      ],
      advice:
        "delay the signal until the target is deregistered: 25 s behind an Ingress (ALB), 120 s behind "
        + "a Service of type LoadBalancer (NLB). Raise the grace period by the same amount "
        + "(Kubernetes 1.30 or later):"
        + Change.sleep(25, in: pod.name),
      grace: GraceToTry(
        seconds: (pod.grace ?? 30) + 25,
        why: "the \(pod.grace ?? 30) s it has + 25 for the preStop delay"))
  }
}

/// R14: idle connections were closed while clients still used them.
enum ClosesIdleTooEarly: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R14", brief: "idle conns cut",
    title: "idle connections are closed while clients still use them",
    source: "https://github.com/nodejs/node/issues/60617")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let line = pod.clue(.connectionReset), let signalAt = pod.shutdown.signalAt,
      line.time >= signalAt - .seconds(0.5), line.time <= signalAt + .seconds(2)
    else { return nil }
    return text.diagnosis(
      .notice, pod,
      "\(pod.name) logs reset connections \(max(line.time - signalAt, .zero).text) after the signal: "
        + "most likely it closed idle keep-alive connections that the other side was about to use",
      evidence: [pod.evidence(line), pod.signalEvidence],
      advice:
        "keep serving for about 5 s after the signal, answer with Connection: close, and only then "
        + "close idle connections")
  }
}

/// R19: readiness stays up while the pod drains and work goes on arriving.
enum ReadinessStaysUp: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R19", brief: "still gets work",
    title: "the pod stays ready while it drains, and keeps receiving work",
    source: "https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let endpoint = pod.pod.endpoint, endpoint.isServing,
      let turns = pod.container?.readinessTurnsAfterSeconds,
      pod.drainSeconds > Double(turns) + 3,
      let (count, sample) = pod.arrivals(after: Double(turns) + 3)
    else { return nil }
    return text.diagnosis(
      .notice, pod,
      "\(pod.name) still passes its readiness probe \(TimeSpan.seconds(pod.drainSeconds).text) into "
        + "its drain; \(count) new \(count == 1 ? "task" : "tasks") arrived after the probe could have "
        + "failed "
        + "(\(turns) s: periodSeconds × failureThreshold)",
      evidence: [
        pod.endpointEvidence, pod.evidence(sample),
        .init(
          .spec,
          "spec.containers[\(pod.name)].readinessProbe: periodSeconds × failureThreshold = \(turns) s"
        ),
      ],
      advice:
        "answer the readiness probe with 503 after \(pod.stopSignal) and finish the requests in "
        + "flight. While the probe passes, Kubernetes sends to a terminating pod when no other pod "
        + "is ready, and some proxies check nothing else")
  }
}

/// R21: the kubelet itself ends the pod, and the Service does not know.
enum NodeShutdownKeepsEndpoints: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R21", brief: "node shuts down",
    title: "the node shuts down, and the Service keeps sending",
    source: "https://github.com/kubernetes/kubernetes/issues/116965")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard case .kubelet(let reason) = pod.shutdown.origin, pod.pod.cause?.kind == .nodeShutdown,
      pod.pod.wasServed
    else { return nil }
    return text.diagnosis(
      .warning, pod,
      "the kubelet ended \(pod.pod.object.name) because its node shuts down, without a deletion: its "
        + "endpoint stays ready, and the Service keeps sending",
      evidence: [
        .init(.object, "status.reason: \(reason), no metadata.deletionTimestamp"),
        pod.endpointEvidence,
      ],
      advice:
        "drain a node before you shut it down (kubectl drain NODE; spot nodes: a termination handler), "
        + "and answer the readiness probe with 503 after the signal")
  }
}

/// R24: the data plane still sends long after the endpoint has gone.
enum DataplaneStillRoutes: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R24", brief: "still routed to",
    title: "the data plane still sends long after the endpoint was removed",
    source: "https://github.com/cilium/cilium/issues/20382")

  private static let long = 15.0

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.pod.wasServed, pod.pod.endpoint.map({ !$0.isReady }) ?? true,
      let signalAt = pod.shutdown.signalAt
    else { return nil }
    // Counted from the deletion, as the endpoint is.
    let start = (pod.shutdown.asked ?? signalAt) + .seconds(long)
    guard let (count, sample) = pod.arrivals(after: (start - signalAt).seconds) else { return nil }
    let delay = min(Int((sample.time - (pod.shutdown.asked ?? signalAt)).seconds) + 5, 600)
    let more = max(delay - Int(pod.hookSeconds), 0)
    return text.diagnosis(
      .warning, pod,
      "\(count) \(count == 1 ? "task" : "tasks") arrived at \(pod.name) more than \(Int(long)) s after "
        + "its deletion, though its endpoint is no longer ready: they came over connections kept open, "
        + "or from a proxy with an outdated list",
      evidence: [pod.evidence(sample), pod.endpointEvidence],
      advice:
        "find out which. If the program's log shows them on connections accepted before the deletion, "
        + "close keep-alive connections when the drain begins (Connection: close, GOAWAY). If they "
        + "came on new connections, a proxy's list is outdated: delay the signal for as long as they "
        + "came, and raise the grace period by what you add to the hook:"
        + Change.sleep(delay, in: pod.name),
      grace: GraceToTry(
        seconds: (pod.grace ?? 30) + more,
        why: "the \(pod.grace ?? 30) s it has + \(more) for the preStop delay"))
  }
}

/// R29: a rollout tool cut the traffic before the pod's deletion was requested.
enum CutBeforeDeletion: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R29", brief: "cut off too early",
    title: "traffic was cut before the deletion was requested",
    source: "https://github.com/argoproj/argo-rollouts/issues/3761")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let asked = pod.shutdown.asked,
      pod.pod.samples.last(where: { $0.source == .status && $0.time < asked })?.inFlight == 0
    else { return nil }
    let before = pod.pod.samples.since(asked - .seconds(30)).filter {
      $0.source == .status && $0.time < asked
    }
    for (last, next) in zip(before, before.dropFirst()) {
      guard last.inFlight >= 5, next.inFlight == 0, next.time - last.time <= .seconds(2.5),
        let done = last.completed, let doneNext = next.completed,
        // Fewer finished than were in flight: the rest was cut, not done.
        doneNext - done < last.inFlight,
        asked - next.time >= .seconds(2),
        before.allSatisfy({ $0.time < next.time || $0.inFlight == 0 })
      else { continue }
      return text.diagnosis(
        .warning, pod,
        "\(last.inFlight - max(doneNext - done, 0)) of \(last.inFlight) tasks at \(pod.name) broke off "
          + "\((asked - next.time).text) before its deletion, so the shutdown is not the cause: most "
          + "likely the proxy in front of it closed its connections when it switched",
        evidence: [pod.evidence(last), pod.evidence(next)],
        advice:
          "let the proxy or mesh finish open requests when it switches (its drain time), and let the "
          + "rollout tool wait before the scale-down (Argo Rollouts: scaleDownDelaySeconds). A "
          + "longer grace period does not help. Check the program's log at that moment for errors of "
          + "its own")
    }
    return nil
  }
}
