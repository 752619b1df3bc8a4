import ContainerCommands
import HarmlessText
import KubernetesObjects
import ShutdownModel
import Time

extension DiagnosedPod {
  /// The hook, by its spec, leaves the program no more than the kubelet's two seconds.
  var hookFillsGrace: Bool {
    guard let grace, grace > 0, let hook = container?.preStop else { return false }
    switch hook {
    case .sleep(let seconds): return Double(seconds) >= Double(grace) - Deadline.floor.seconds
    case .exec(let exec):
      return exec.leastSeconds > 0
        && Double(exec.leastSeconds) >= Double(grace) - Deadline.floor.seconds
    case .httpGet: return false
    }
  }

  /// The hook, as it was seen, took as long as the grace.
  var hookOutlasted: Bool {
    guard let grace, grace > 0, let hook = container?.preStop, let begin = shutdown.deadline?.begin
    else { return false }
    if case .sleep = hook { return false }
    // An httpGet that began the drain is waiting for it: that is what it is for.
    if shutdown.signal == "http" { return false }
    if let signalAt = shutdown.signalAt {
      return (signalAt - begin).seconds >= Double(grace) - 1
    }
    guard let time = event("FailedPreStopHook")?.time else { return false }
    return (time - begin).seconds >= Double(grace) - 1.5
  }

  /// The hook failed while the process went on for more than a moment.
  var failedHook: EventObject? {
    guard let event = event("FailedPreStopHook"), !hookOutlasted, !isHookFailureBenign else {
      return nil
    }
    let time = event.time ?? shutdown.seenAt
    if let finishedAt {
      if finishedAt - time > .seconds(1) { return event }
      // SIGTERM came at once and ended it; else the program's own end may have cut the hook off.
      return container?.termination?.exitCode == 143 || hookOnlyWaits ? event : nil
    }
    // While it runs, only a later sign of life tells that the process did not end under the hook.
    let isAlive = pod.status.reportAt.map { $0 >= time + .seconds(2) } ?? false
    return isAlive ? event : nil
  }

  /// The hook ended the program itself, and was cut off by that end.
  ///
  /// With exit code 143 the hook was over before the signal, and a hook that only waits ends nothing.
  var isHookFailureBenign: Bool {
    guard let event = event("FailedPreStopHook"), let end = container?.termination,
      end.exitCode == 0, let finishedAt = end.finishedAt, hookEndsProgram
    else { return false }
    let time = event.time ?? shutdown.seenAt
    return abs((finishedAt - time).seconds) <= 1
  }

  /// The hook only sleeps: nothing that it does ends the program.
  private var hookOnlyWaits: Bool {
    switch container?.preStop {
    case .sleep: true
    case .exec(let hook): hook.isExact && hook.leastSeconds > 0 && !hook.endsProgram
    case .httpGet, nil: false
    }
  }

  /// What the hook does ends the program: it signals it, or asks it to quit.
  private var hookEndsProgram: Bool {
    switch container?.preStop {
    case .exec(let hook): hook.endsProgram
    // It asks the program, which may end on it.
    case .httpGet: shutdown.signal == "http"
    case .sleep, nil: false
    }
  }
}

/// R07: the hook failed, most often because it executes what the image does not have.
enum HookWithoutBinary: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R07", brief: "preStop failed",
    title: "the preStop hook failed, and the stop signal followed immediately",
    source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let event = pod.failedHook else { return nil }
    var program: String?
    var seconds = 5
    switch pod.container?.preStop {
    // R18's to tell.
    case .httpGet: return nil
    case .exec(let hook):
      program = hook.program.isEmpty ? "its command" : hook.program
      seconds = max(hook.leastSeconds, 5)
    case .sleep, nil: break
    }
    let after = pod.seconds(to: event.time ?? pod.shutdown.seenAt)
    let isAtOnce = after <= 2
    let says = ["not found", "no such file", "OCI runtime exec failed"]
    let isSaid = says.contains { event.message.contains($0) }
    let why =
      isSaid || isAtOnce
      ? program.map { isSaid ? ": the image has no \($0)" : ": most likely the image has no \($0)" }
      : nil
    return text.diagnosis(
      .warning, pod,
      "the preStop hook of \(pod.name) failed"
        + (isAtOnce ? " at once" : " after \(TimeSpan.seconds(after).text)")
        + ", and \(pod.stopSignal) followed immediately\(why ?? "")",
      evidence: [pod.evidence(event), pod.hookEvidence],
      advice: why == nil
        ? "run the hook's command by hand in the container (kubectl exec) and check its exit code; the "
          + "kubelet does not wait after a failed hook"
        : "replace the exec hook with the kubelet's own sleep, which needs nothing in the image "
          + "(Kubernetes 1.30 or later; earlier: delay in the program "
          + "itself):" + Change.sleep(seconds, in: pod.name))
  }
}

/// R08: the hook uses up the grace.
enum HookFillsGrace: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R08", brief: "hook fills grace",
    title: "the preStop hook leaves the program no time",
    source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.hookFillsGrace, let grace = pod.grace else { return nil }
    let seconds = Int(pod.hookNeeds)
    let isLost = pod.kind == .killed
    // One that ended well in the two seconds has nothing to drain.
    if let kind = pod.kind, kind.isGood { return nil }
    let lost = pod.leftAtEnd.map { ", and it was killed with \($0) in flight" } ?? ""
    return text.diagnosis(
      isLost || seconds >= grace ? .critical : .warning, pod,
      "the preStop hook of \(pod.name) takes \(seconds) s, but the grace period is \(grace) s and "
        + "includes it: the program gets 2 s between SIGTERM and SIGKILL\(isLost ? lost : "")",
      evidence: [
        pod.hookEvidence, pod.graceEvidence, pod.signalEvidence,
        pod.event("FailedPreStopHook").map(pod.evidence),
      ],
      advice:
        "shorten the hook to what it needs (5 s are enough for endpoints), or raise the grace period:",
      grace: GraceToTry(seconds: seconds + 30, why: "hook \(seconds) + the usual 30 for the drain"))
  }
}

extension DiagnosedPod {
  /// How long the hook takes by its spec.
  fileprivate var hookNeeds: Double {
    switch container?.preStop {
    case .sleep(let seconds): Double(seconds)
    case .exec(let hook): Double(hook.leastSeconds)
    case .httpGet, nil: 0
    }
  }
}

/// R10: a hook that sends a signal and ends, so that the stop signal follows at once.
enum HookOnlySignals: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R10", brief: "hook only signals",
    title: "the preStop hook only sends a signal and does not wait",
    source: "https://github.com/kubernetes/kubernetes/issues/39170")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard case .exec(let hook)? = pod.container?.preStop, let sends = hook.onlySends,
      !(pod.pod.object.sharesProcesses && hook.signalsFirstProcess)
    else { return nil }
    let signal = sends.signalName
    let stop = pod.stopSignal
    let isSame = signal == stop
    let isLost = pod.leftAtEnd != nil && pod.kind?.isGood == false
    let isGood = pod.kind?.isGood == true
    let now =
      isGood
      ? "; this time nothing was lost, because the program continued its drain"
      : isLost ? "; it ended with \(pod.leftAtEnd ?? 0) in flight" : ""
    return text.diagnosis(
      isLost ? .critical : isGood || isSame ? .notice : .warning, pod,
      "the preStop hook of \(pod.name) only sends \(signal) and returns, so \(stop) follows within "
        + "milliseconds"
        + (isSame
          ? ": some programs stop at once on a second signal"
          : " and may cut short the drain that \(signal) began") + now,
      evidence: [pod.hookEvidence, pod.signalEvidence],
      advice: isSame
        ? "remove the hook, or let it wait before the signal instead:"
          + Change.sleep(5, in: pod.name)
        : "let the hook wait until the program has ended, within the grace of \(pod.graceText):"
          + Change.hook(
            "\"sh\", \"-c\", \"\(hook.command); timeout \(max((pod.grace ?? 30) - 5, 1)) sh -c 'while kill "
              + "-0 1; do sleep 1; done'\"", in: pod.name)
          + "\nor remove the hook and make \(signal) the stop signal (STOPSIGNAL \(signal) in the "
          + "image), "
          + "or let the program ignore \(stop) while it drains")
  }
}

extension ContainerObject.ExecHook {
  /// The command that sends, as it may be written.
  fileprivate var command: String {
    guard let onlySends else { return "kill -TERM 1" }
    return onlySends.signalName == onlySends ? onlySends : "kill -\(onlySends) 1"
  }
}

/// R11: the process ended under its hook, which then counts as failed.
enum HookFailureIsBenign: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R11", brief: "hook was too late",
    title: "FailedPreStopHook only means that the process ended before its hook",
    source: "https://github.com/kubernetes/kubernetes/issues/39170")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.isHookFailureBenign, let event = pod.event("FailedPreStopHook"), !pod.hookOutlasted
    else { return nil }
    return text.diagnosis(
      .notice, pod,
      "the event FailedPreStopHook is harmless here: \(pod.name) ended by itself, with exit code "
        + "\(pod.container?.termination?.exitCode ?? 0), while its hook was still waiting",
      evidence: [pod.evidence(event), pod.exitEvidence],
      advice:
        "no change is needed; do not alert on this event for pods that end with exit code 0"
    )
  }
}

/// R12: the hook took the whole grace, and no event says so.
enum HookOutlasted: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R12", brief: "hook too long",
    title: "the preStop hook outlasted the grace period, and no event says so",
    source: "https://github.com/kubernetes/kubernetes/issues/31902")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    // What the spec says already is R08's to tell.
    guard pod.hookOutlasted, !pod.hookFillsGrace, let grace = pod.grace else { return nil }
    let isKilled = pod.kind == .killed
    let isExec = if case .exec? = pod.container?.preStop { true } else { false }
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      isKilled ? .critical : .warning, pod,
      "the preStop hook (\(isExec ? "exec" : "httpGet")) of \(pod.name) still ran when its grace "
        + "period of \(grace) s was over: the stop signal came only then, and SIGKILL 2 s "
        + "later" + (isKilled ? lost : ""),
      evidence: [
        pod.hookEvidence, pod.signalEvidence, pod.event("FailedPreStopHook").map(pod.evidence),
        pod.exitEvidence,
      ],
      advice: (isExec
        ? "limit what the hook runs (timeout \(max(grace / 2, 1)) COMMAND)"
        : "an httpGet hook has no timeout: let its endpoint answer within \(max(grace / 2, 1)) s")
        + ", or raise the grace period to hook + drain + 5 s, for example:",
      grace: GraceToTry(
        seconds: grace * 2 + 10,
        why: "the hook took more than \(grace) s; measure it, and add the drain + 5"))
  }
}

/// R18: the kubelet cannot reach the hook's port, most often because of a mesh.
enum HookUnreachable: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R18", brief: "hook unreachable",
    title: "the kubelet cannot reach the preStop hook's port",
    source: "https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard case .httpGet? = pod.container?.preStop, let event = pod.failedHook else { return nil }
    let mesh = pod.pod.object.containers.first {
      pod.servers.server(.mesh, called: $0.name) != nil
    }?.name
    return text.diagnosis(
      .warning, pod,
      "the kubelet could not reach the preStop hook of \(pod.name), so the stop signal came at once"
        + (mesh.map { ": most likely \($0) beside it intercepts the hook's port" } ?? ""),
      evidence: [
        pod.evidence(event), pod.hookEvidence,
        mesh.map { .init(.spec, "spec.containers[\($0)] is a mesh's proxy") }, pod.portsEvidence,
      ],
      advice: mesh == nil
        ? "point the hook at a port and a path of the container that answer until the process ends. "
          + "The status code does not matter; a refused connection does"
        : "give the hook a port of its own that carries no traffic, and exclude that port from the "
          + "mesh:\n"
          + "  # in spec.template.metadata\n  annotations:\n"
          + "    traffic.sidecar.istio.io/excludeInboundPorts: \"PORT\"")
  }
}
