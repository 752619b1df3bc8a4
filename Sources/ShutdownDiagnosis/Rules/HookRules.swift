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
    title: "the preStop hook failed, and the stop signal came at once",
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
        + ", and \(pod.stopSignal) came at once\(why ?? "")",
      evidence: [pod.evidence(event), pod.hookEvidence],
      advice: why == nil
        ? "run the hook's command by hand in the container (kubectl exec) and look at its exit code; the kubelet "
          + "does not wait after a hook that fails"
        : "let the kubelet sleep instead of the exec hook, which needs nothing in the image (Kubernetes 1.30 "
          + "or later; before, delay in the program itself):" + Change.sleep(seconds, in: pod.name))
  }
}

/// R08: the hook uses up the grace.
enum HookFillsGrace: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R08", brief: "hook uses it up",
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
      "the preStop of \(pod.name) takes \(seconds) s, but the grace is \(grace) s and counts from the "
        + "deletion: the program gets 2 s between SIGTERM and SIGKILL\(isLost ? lost : "")",
      evidence: [
        pod.hookEvidence, pod.graceEvidence, pod.signalEvidence,
        pod.event("FailedPreStopHook").map(pod.evidence),
      ],
      advice:
        "shorten the hook to what it needs (5 s are enough for endpoints), or raise the grace:",
      grace: GraceToTry(seconds: seconds + 30, why: "hook \(seconds) + 25 for the drain + 5"))
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
      ? "; this time nothing was lost, because the program went on with its drain"
      : isLost ? "; it ended with \(pod.leftAtEnd ?? 0) in flight" : ""
    return text.diagnosis(
      isLost ? .critical : isGood || isSame ? .notice : .warning, pod,
      "the preStop of \(pod.name) only sends \(signal) and returns, so that \(stop) follows within "
        + "milliseconds"
        + (isSame
          ? ": some programs take the second for haste"
          : " and may cut the drain that \(signal) began") + now,
      evidence: [pod.hookEvidence, pod.signalEvidence],
      advice: isSame
        ? "leave the hook away, or let it wait before the signal instead:"
          + Change.sleep(5, in: pod.name)
        : "let the hook wait until the program has ended, for at most what the grace of "
          + "\(pod.graceText) allows:"
          + Change.hook(
            "\"sh\", \"-c\", \"\(hook.command); timeout \(max((pod.grace ?? 30) - 5, 1)) sh -c 'while kill "
              + "-0 1; do sleep 1; done'\"", in: pod.name)
          + "\nor remove the hook and let \(signal) be the stop signal (STOPSIGNAL \(signal) in the image), "
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
    title: "FailedPreStopHook only says that the process ended before its hook",
    source: "https://github.com/kubernetes/kubernetes/issues/39170")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.isHookFailureBenign, let event = pod.event("FailedPreStopHook"), !pod.hookOutlasted
    else { return nil }
    return text.diagnosis(
      .notice, pod,
      "the event FailedPreStopHook is harmless here: \(pod.name) ended by itself, with exit code "
        + "\(pod.container?.termination?.exitCode ?? 0), while its hook still waited",
      evidence: [pod.evidence(event), pod.exitEvidence],
      advice:
        "nothing needs to be changed: do not alert on this event for pods that end with exit code 0"
    )
  }
}

/// R12: the hook took the whole grace, and no event says so.
enum HookOutlasted: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R12", brief: "hook too long",
    title: "the preStop hook outlasted the grace, which no event says",
    source: "https://github.com/kubernetes/kubernetes/issues/31902")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    // What the spec says already is R08's to tell.
    guard pod.hookOutlasted, !pod.hookFillsGrace, let grace = pod.grace else { return nil }
    let isKilled = pod.kind == .killed
    let isExec = if case .exec? = pod.container?.preStop { true } else { false }
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      isKilled ? .critical : .warning, pod,
      "the preStop (\(isExec ? "exec" : "httpGet")) of \(pod.name) was still running when the grace of \(grace) s was over: the stop "
        + "signal came only then, and SIGKILL 2 s later" + (isKilled ? lost : ""),
      evidence: [
        pod.hookEvidence, pod.signalEvidence, pod.event("FailedPreStopHook").map(pod.evidence),
        pod.exitEvidence,
      ],
      advice: (isExec
        ? "bound what the hook executes (timeout \(max(grace / 2, 1)) COMMAND)"
        : "an httpGet hook has no timeout: let its endpoint answer within \(max(grace / 2, 1)) s")
        + ", or raise the grace to what the hook takes + what the drain needs + 5 s, for example:",
      grace: GraceToTry(
        seconds: grace * 2 + 10,
        why: "the hook took more than \(grace): measure it; + what the drain needs + 5"))
  }
}

/// R18: the kubelet cannot reach the hook's port, most often because of a mesh.
enum HookUnreachable: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R18", brief: "hook unreachable",
    title: "the preStop hook's port cannot be reached",
    source: "https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard case .httpGet? = pod.container?.preStop, let event = pod.failedHook else { return nil }
    let mesh = pod.pod.object.containers.first {
      pod.servers.server(.mesh, called: $0.name) != nil
    }?.name
    return text.diagnosis(
      .warning, pod,
      "the kubelet could not reach the preStop of \(pod.name), so that the stop signal came at once"
        + (mesh.map { ": most likely \($0) beside it takes the hook's port" } ?? ""),
      evidence: [
        pod.evidence(event), pod.hookEvidence,
        mesh.map { .init(.spec, "spec.containers[\($0)] is a mesh's proxy") }, pod.portsEvidence,
      ],
      advice: mesh == nil
        ? "let the hook ask a port and a path of the container that answer until the process ends; which "
          + "status code comes does not matter, a refused connection does"
        : "give the hook a port of its own that carries no traffic, and exclude that one from the mesh:\n"
          + "  # in spec.template.metadata\n  annotations:\n"
          + "    traffic.sidecar.istio.io/excludeInboundPorts: \"PORT\"")
  }
}
