import ContainerCommands
import KubernetesObjects
import LogText
import ShutdownModel
import Time

/// R03: PID 1 is a shell or npm, which keeps the signal to itself.
enum SwallowedSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R03", brief: "no signal (shell)",
    title: "a shell or package runner as PID 1 swallows the stop signal",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.unheardCause == .shell, let start = pod.container?.start else { return nil }
    let child = start.child.map { "\($0), its child" } ?? "the program, its child"
    let isSure = pod.isUnheard
    return text.diagnosis(
      isSure ? .critical : .warning, pod,
      "\(pod.name) \(pod.unheardText): its PID 1 is \(start.name), which "
        + "\(isSure ? "does" : "most likely does") not pass the signal on to \(child)",
      evidence: pod.unheardEvidence,
      advice: advice(pod, start), isLikelyOnly: !isSure)
  }
}

extension SwallowedSignal {
  private static func advice(_ pod: DiagnosedPod, _ start: ContainerObject.Start) -> String {
    switch start.kind {
    case .packageRunner:
      "start the program itself instead of \(start.name) (see its start script), and let it handle "
        + "SIGTERM, because PID 1 ignores signals that have no handler:"
        + Change.command("\"node\", \"FILE\"", in: pod.name)
    case .scriptFile:
      "make exec PROGRAM \"$@\" the last line of \(start.child ?? "the script") in the image, so that "
        + "the program replaces the shell as PID 1, or start the program without the script. An init "
        + "such as tini alone does not help"
    case .script, .image, .program:
      "put exec before \(start.child ?? "the program") in the script, so that it replaces the shell as "
        + "PID 1:"
        + Change.command(
          "\"\(start.name)\", \"-c\", \"exec \(start.child ?? "PROGRAM") ARGUMENTS\"", in: pod.name)
    }
  }
}

/// R04: the kernel drops a signal that PID 1 has no handler for.
enum UnhandledSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R04", brief: "no signal (PID 1)",
    title: "PID 1 has no handler for the stop signal",
    source: "https://github.com/Yelp/dumb-init#why-you-need-an-init-system")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.unheardCause == .program else { return nil }
    let isImage = pod.container?.start?.kind != .program
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) \(pod.unheardText): PID 1 ignores every signal it has no handler for"
        + (isImage
          ? ", or its image starts the program through a shell that keeps the signal" : ""),
      evidence: pod.unheardEvidence,
      // Which of the two it is cannot be seen: the image says what it starts, and the API does not.
      advice: (isImage
        ? "exec the program if the image starts it by a script, and install a handler for SIGTERM before it serves"
        : "install a handler for SIGTERM before the program serves")
        + ": it stops accepting, waits for the work in flight and exits 0")
  }
}

/// R05: a server to which the signal means to cut its requests.
enum FastStopSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R05", brief: "signal cuts work",
    title: "the stop signal makes the server cut its requests",
    source: "https://nginx.org/en/docs/control.html")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    let line = pod.clue(.fastExit).flatMap { $0.text.contains("exiting") ? $0 : nil }
    let image = ImageName(pod.container?.image ?? "").base
    let known = pod.servers.server(inImageCalled: image)?.drainsOn
    let isKnown = known != nil && pod.stopSignal == "SIGTERM"
    guard line != nil || (isKnown && pod.kind == .cut) else { return nil }
    let isCut = pod.kind == .cut || pod.leftAtEnd != nil
    guard isCut || pod.verdict == nil || pod.kind == .unknown || pod.kind == .ended else {
      return nil
    }
    let signal = known ?? "SIGQUIT"
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    let server = known == nil ? "nginx, by its log" : image
    return text.diagnosis(
      isCut ? .critical : .warning, pod,
      "\(pod.name) (\(server)) ended at once on SIGTERM\(lost): SIGTERM makes it cut its requests, and "
        + "still exits with code 0",
      evidence: [line.map(pod.evidence), pod.exitEvidence, pod.statusEvidence],
      advice:
        "stop it with \(signal): set STOPSIGNAL \(signal) in the image; or let a preStop hook send it "
        + "and wait, within the grace of \(pod.graceText) (nginx: nginx -s quit; timeout 15 "
        + "sh -c 'while kill -0 1; "
        + "do sleep 1; done'); or, in Kubernetes 1.33 or later with the feature gate "
        + "ContainerStopSignals:"
        + Change.stopSignal(signal, in: pod.name))
  }
}

/// R06: the image's stop signal was made for another program.
enum InheritedStopSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R06", brief: "wrong stop signal",
    title: "the image's stop signal is meant for another program",
    source: "https://github.com/nginx/kubernetes-ingress/issues/1501")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    let stacks = pod.clue(.goroutineDump)
    let isUnheard = pod.unheardCause == .otherSignal
    guard isUnheard || stacks != nil else { return nil }
    let signal = stacks == nil ? pod.stopSignal : "SIGQUIT"
    return text.diagnosis(
      .critical, pod,
      isUnheard
        ? "\(pod.name) \(pod.unheardText): its stop signal is \(signal), which the program does not "
          + "handle"
        : "\(pod.name) died of \(signal) with a dump of its goroutines: its stop signal is \(signal), "
          + "inherited from its base image or set in its spec, and a Go program treats it as a crash",
      evidence: [
        pod.container?.stopSignal.map {
          .init(.object, "status.containerStatuses[\(pod.name)].stopSignal: \($0)")
        },
        stacks.map(pod.evidence), pod.statusEvidence, pod.exitEvidence,
      ],
      advice:
        "stop it with SIGTERM: set STOPSIGNAL SIGTERM in an image of your own; or, in Kubernetes 1.33 "
        + "or later with the feature gate ContainerStopSignals (check that the spec does not set "
        + "another signal):"
        + Change.stopSignal("SIGTERM", in: pod.name))
  }
}

/// R23: a queue's workers got the signal themselves and lost their jobs.
enum WorkersLoseJobs: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R23", brief: "workers signalled",
    title: "the signal reached the queue's workers, and their jobs were lost",
    source: "https://github.com/celery/celery/issues/2700")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let line = pod.clue(.workerLost) else { return nil }
    return text.diagnosis(
      .critical, pod,
      "a worker of \(pod.name) died of SIGTERM in the middle of its job: something in the container "
        + "passed the signal to the workers, too, not only to the main process",
      evidence: [pod.clue(.warmShutdown).map(pod.evidence), pod.evidence(line), pod.startEvidence],
      advice:
        "check what PID 1 is and what it starts (kubectl exec POD -- cat /proc/1/cmdline). tini: "
        + "remove -g and TINI_KILL_PROCESS_GROUP. dumb-init: add --single-child. A script: let it "
        + "exec the main process. Then only the main process gets SIGTERM, and it waits for its "
        + "workers. Keep jobs shorter than the grace of \(pod.graceText) (celery: "
        + "task_soft_time_limit)")
  }
}

/// R27: with a shared PID namespace PID 1 is `/pause`.
enum SignalToPause: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R27", brief: "signal to /pause",
    title: "the hook signals PID 1, which is /pause here",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.pod.object.sharesProcesses, case .exec(let hook)? = pod.container?.preStop,
      hook.signalsFirstProcess
    else { return nil }
    let signal = hook.onlySends?.signalName ?? "a signal"
    return text.diagnosis(
      pod.unheardCause == .pause ? .critical : .warning, pod,
      "the preStop hook of \(pod.name) sends \(signal) to PID 1, but the pod shares its process "
        + "namespace: PID 1 is /pause, so the program does not get it (it gets SIGTERM after the hook)",
      evidence: [
        .init(.spec, "spec.shareProcessNamespace: true"), pod.hookEvidence, pod.statusEvidence,
      ],
      advice: "signal the program by its name instead of PID 1 and wait for its end; or remove "
        + "shareProcessNamespace if nothing needs it, and still let the hook wait:"
        + Change.hook(
          "\"sh\", \"-c\", \"pkill -\(hook.onlySends ?? "TERM") -x PROGRAM; while pgrep -x PROGRAM; do "
            + "sleep 1; done\"", in: pod.name))
  }
}

/// R31: a shell runs its trap only when the program in the foreground has ended.
enum DeferredTrap: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R31", brief: "trap runs late",
    title: "the shell runs its trap only after the foreground program has ended",
    source: "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.unheardCause == .trap, let start = pod.container?.start else { return nil }
    let child = start.child ?? "the program"
    return text.diagnosis(
      .critical, pod,
      "\(child) in \(pod.name) \(pod.unheardText): \(start.name), its PID 1, has a trap, but runs it "
        + "only after \(child) in the foreground has ended",
      evidence: pod.unheardEvidence,
      advice:
        "if the trap only passes the signal on, put exec before \(child) instead. Otherwise run it in "
        + "the background and wait for it twice, because the trap ends the first wait:\n"
        + "  trap 'kill -TERM $child' TERM\n  \(child) ARGUMENTS & child=$!\n"
        + "  wait $child; wait $child")
  }
}

/// R32: the signal came before the handlers.
enum SignalWhileStarting: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R32", brief: "signal too early",
    title: "the stop signal came before the program had installed its handlers",
    source: "https://github.com/sgl-project/sglang/issues/39016")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.unheardCause == .starting else { return nil }
    return text.diagnosis(
      .warning, pod,
      "\(pod.name) \(pod.unheardText): its deletion was requested within 3 s of its start, most likely "
        + "before it had installed its handlers",
      evidence: [pod.startedEvidence] + pod.unheardEvidence,
      advice:
        "install the handlers at the start of main, before anything is loaded or connected. If pods "
        + "that ran longer do not react to the signal either, the handler is missing",
      isLikelyOnly: true)
  }
}

/// R34: an init whose shell dies of the signal and leaves the program behind.
enum OrphanedChild: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R34", brief: "shell died first",
    title: "the shell under tini or dumb-init dies of the signal before the program",
    source: "https://github.com/npm/run-script/issues/237")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let start = pod.container?.start, let wrapper = start.wrapper, start.isBetween,
      !start.hasTrap, let code = pod.container?.termination?.exitCode, code == 143 || code == 0,
      pod.endedWithin(1.5), let kind = pod.kind, kind == .cut || kind == .unknown
    else { return nil }
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) ended at once on \(pod.stopSignal)\(lost): \(start.name) under \(wrapper) died of "
        + "it and \(wrapper) ended with it, so \(start.child ?? "the program") was killed before it "
        + "could drain",
      evidence: [pod.startEvidence, pod.exitEvidence, pod.statusEvidence],
      advice:
        "put exec before the program in the script, so that the program, not the shell, is "
        + "\(wrapper)'s "
        + "child:"
        + Change.command(
          "\"\(wrapper)\", \"--\", \"\(start.name)\", \"-c\", \"exec \(start.child ?? "PROGRAM") ARGUMENTS\"",
          in: pod.name))
  }
}
