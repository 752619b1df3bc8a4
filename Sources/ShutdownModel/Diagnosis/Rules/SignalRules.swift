/// Why a process never noticed its stop signal; the rules of each say what to change.
enum UnheardCause {
  /// The hook signals PID 1, which is `/pause`.
  case pause
  /// The stop signal is not SIGTERM, and the program does not know it.
  case otherSignal
  /// A shell that runs its trap only when the program has ended.
  case trap
  /// It had only just begun.
  case starting
  /// A shell or npm stands between.
  case shell
  /// The program itself has no handler, or its image starts it by a shell.
  case program
}

extension Case {
  /// Nil when it noticed its signal, or nobody can tell.
  var unheardCause: UnheardCause? {
    guard isUnheard || isKilledUnmeasured && container?.start?.isBetween == true else { return nil }
    if pod.object.sharesProcesses { return .pause }
    if stopSignal != "SIGTERM" { return .otherSignal }
    if container?.start?.hasTrap == true { return .trap }
    if isStarting { return .starting }
    return container?.start?.isBetween == true ? .shell : .program
  }

  /// It was asked to end within so short a time of its start that its handlers may not have been there.
  private var isStarting: Bool {
    let startedAt: Instant? =
      switch container?.state {
      case .running(let startedAt): startedAt
      case .terminated(let end): end.startedAt
      case .waiting, .absent, nil: nil
      }
    guard let startedAt, let due = shutdown.signalDueAt ?? shutdown.asked else { return false }
    return due - startedAt <= .seconds(3)
  }

  /// The words in which an unheard signal shows.
  var unheardText: String {
    guard isUnheard else { return "was killed after the whole grace of \(graceText)" }
    if kind == .killed {
      return "never noticed \(stopSignal) and was killed after the whole grace of \(graceText)"
    }
    let after = shutdown.signalDueAt.flatMap { due in
      pod.status.reportAt.map { ($0 - due).text }
    }
    return "goes on as if there had been no \(stopSignal), \(after ?? "long") after it was due"
  }

  var unheardEvidence: [Diagnosis.Evidence?] {
    [startEvidence, statusEvidence, exitEvidence, graceEvidence]
  }
}

/// R03: PID 1 is a shell or npm, which keeps the signal to itself.
enum SwallowedSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R03", title: "a shell or package runner as PID 1 swallows the stop signal",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard pod.unheardCause == .shell, let start = pod.container?.start else { return nil }
    let child = start.child.map { " of \($0)" } ?? ""
    let isSure = pod.isUnheard
    let program = start.kind == .scriptFile ? "PROGRAM" : start.child ?? "PROGRAM"
    return text.diagnosis(
      isSure ? .critical : .warning, pod,
      "\(pod.name) \(pod.unheardText): its PID 1 is \(start.name)\(child), which "
        + "\(isSure ? "swallowed" : "most likely swallowed") the signal instead of passing it on",
      evidence: pod.unheardEvidence,
      advice: start.kind == .packageRunner
        ? "start the program itself, not \(start.name):\n  command: [\"node\", \"server.js\"]"
        : start.kind == .scriptFile
          ? "let the last line of \(start.child ?? "the script") be exec PROGRAM, so that the program "
            + "takes the shell's place, or start the program without it:\n"
            + "  command: [\"/path/to/PROGRAM\"]\nAn init such as tini alone does not help"
          : "put exec before the program in the script:\n"
            + "  command: [\"\(start.name)\", \"-c\", \"exec \(program) …\"]")
  }
}

/// R04: the kernel drops a signal that PID 1 has no handler for.
enum NoHandler: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R04", title: "PID 1 has no handler for the stop signal",
    source: "https://github.com/Yelp/dumb-init#why-you-need-an-init-system")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard pod.unheardCause == .program else { return nil }
    let isImage = pod.container?.start?.kind != .program
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) \(pod.unheardText): PID 1 ignores every signal it has no handler for"
        + (isImage ? ", or its image starts the program by a shell that keeps the signal" : ""),
      evidence: pod.unheardEvidence,
      advice:
        "install a handler for SIGTERM in the program before it serves, which stops accepting, "
        + "waits for the work in flight and exits 0"
        + (isImage
          ? "; if the image's entry point is a script, let its last line be exec PROGRAM" : ""))
  }
}

/// R05: a server to which the signal means to cut its requests.
enum FastStopSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R05", title: "the stop signal makes the server cut its requests",
    source: "https://nginx.org/en/docs/control.html")

  /// The servers that cut on SIGTERM, and the signal that lets them finish.
  private static let servers = [
    "nginx": "SIGQUIT", "httpd": "SIGWINCH", "haproxy": "SIGUSR1", "php": "SIGQUIT",
    "php-fpm": "SIGQUIT", "openresty": "SIGQUIT", "freenginx": "SIGQUIT",
  ]

  static func diagnose(_ pod: Case) -> Diagnosis? {
    let line = pod.clue(.fastExit).flatMap { $0.text.contains("exiting") ? $0 : nil }
    let image = ImageName(pod.container?.image ?? "")
    let isKnown = servers[image.base] != nil && pod.stopSignal == "SIGTERM"
    guard line != nil || (isKnown && pod.kind == .cut) else { return nil }
    let isCut = pod.kind == .cut || pod.leftAtEnd != nil
    guard isCut || pod.verdict == nil || pod.kind == .unknown || pod.kind == .ended else {
      return nil
    }
    let signal = servers[image.base] ?? "SIGQUIT"
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      isCut ? .critical : .warning, pod,
      "\(pod.name) ended at once on SIGTERM\(lost): to this server SIGTERM means to cut its requests, "
        + "and its exit code is 0 nevertheless",
      evidence: [line.map(pod.evidence), pod.exitEvidence, pod.statusEvidence],
      advice:
        "stop it by \(signal): STOPSIGNAL \(signal) in the image, or (Kubernetes 1.33 or later, "
        + "where ContainerStopSignals is on):\n  os: {name: linux}\n  containers:\n"
        + "    - lifecycle:\n        stopSignal: \(signal)\n"
        + "Elsewhere a preStop that sends \(signal) and waits until the server has ended")
  }
}

/// R06: the image's stop signal was made for another program.
enum InheritedStopSignal: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R06", title: "the image's stop signal was made for another program",
    source: "https://github.com/nginx/kubernetes-ingress/issues/1501")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    let dump = pod.clue(.goroutineDump)
    let isUnheard = pod.unheardCause == .otherSignal
    guard isUnheard || dump != nil else { return nil }
    let signal = dump == nil ? pod.stopSignal : "SIGQUIT"
    return text.diagnosis(
      .critical, pod,
      isUnheard
        ? "\(pod.name) \(pod.unheardText): the container is stopped by \(signal), for which the program "
          + "has no handler"
        : "\(pod.name) died of \(signal) with a dump of its goroutines: the image's STOPSIGNAL is "
          + "\(signal), which a Go program takes for a crash",
      evidence: [
        pod.container?.stopSignal.map {
          .init(.object, "status.containerStatuses[\(pod.name)].stopSignal: \($0)")
        },
        dump.map(pod.evidence), pod.statusEvidence, pod.exitEvidence,
      ],
      advice:
        "set STOPSIGNAL SIGTERM in an image of your own, or (where ContainerStopSignals is on):\n"
        + "  os: {name: linux}\n  containers:\n    - lifecycle:\n        stopSignal: SIGTERM")
  }
}

/// R23: a queue's workers got the signal themselves and lost their jobs.
enum WorkersLoseJobs: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R23", title: "the signal reached the queue's workers, and their jobs were lost",
    source: "https://github.com/celery/celery/issues/2700")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard let line = pod.clue(.workerLost) else { return nil }
    return text.diagnosis(
      .critical, pod,
      "a worker of \(pod.name) died of SIGTERM in the middle of its job: the signal went to the whole "
        + "process group, not to the main process alone",
      evidence: [pod.clue(.warmShutdown).map(pod.evidence), pod.evidence(line), pod.startEvidence],
      advice:
        "start the main process by exec and without a wrapper that signals its group, and let "
        + "its warm shutdown end before the grace does; with celery set REMAP_SIGTERM=SIGQUIT only if "
        + "jobs may be cut, and a soft time limit below the grace of \(pod.graceText)")
  }
}

/// R27: with a shared PID namespace PID 1 is `/pause`.
enum SignalToPause: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R27", title: "the hook signals PID 1, which is /pause here",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard pod.object.sharesProcesses, case .exec(let hook)? = pod.container?.preStop,
      hook.signalsFirstProcess
    else { return nil }
    let signal = hook.onlySends?.signalName ?? "a signal"
    return text.diagnosis(
      pod.unheardCause == .pause ? .critical : .warning, pod,
      "the preStop of \(pod.name) sends \(signal) to PID 1, but the pod shares its process namespace: "
        + "PID 1 is /pause, and the program hears nothing of it",
      evidence: [
        .init(.spec, "spec.shareProcessNamespace: true"), pod.hookEvidence, pod.statusEvidence,
      ],
      advice: "name the program instead of PID 1:\n  preStop:\n    exec:\n      command: "
        + "[\"pkill\", \"-\(hook.onlySends ?? "TERM")\", \"-x\", \"PROGRAM\"]")
  }
}

/// R31: a shell runs its trap only when the program in the foreground has ended.
enum DeferredTrap: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R31", title: "the shell runs its trap only after the program in the foreground",
    source: "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard pod.unheardCause == .trap, let start = pod.container?.start else { return nil }
    let child = start.child ?? "the program"
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) \(pod.unheardText): its script has a trap, but \(start.name) runs a trap only when "
        + "\(child) in the foreground has ended",
      evidence: pod.unheardEvidence,
      advice:
        "run the program in the background and wait for it, twice, since the trap ends the first "
        + "wait:\n  trap 'kill -TERM $child' TERM\n  \(child) … & child=$!\n  wait $child; "
        + "wait $child")
  }
}

/// R32: the signal came before the handlers.
enum SignalWhileStarting: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R32", title: "the signal came before the program had its handlers",
    source: "https://github.com/sgl-project/sglang/issues/39016")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard pod.unheardCause == .starting else { return nil }
    return text.diagnosis(
      .warning, pod,
      "\(pod.name) \(pod.unheardText): it was asked to end within 3 s of its start, before its handlers "
        + "were there",
      evidence: pod.unheardEvidence,
      advice: "install the handlers first thing in main, before anything is loaded or connected")
  }
}

/// R34: an init whose shell dies of the signal and leaves the program behind.
enum OrphanedChild: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R34", title: "the shell under tini or dumb-init dies of the signal before the program",
    source: "https://github.com/npm/run-script/issues/237")

  static func diagnose(_ pod: Case) -> Diagnosis? {
    guard let start = pod.container?.start, let wrapper = start.wrapper, start.isBetween,
      !start.hasTrap, let code = pod.container?.termination?.exitCode, code == 143 || code == 0,
      pod.endedWithin(1.5), let kind = pod.kind, kind == .cut || kind == .unknown
    else { return nil }
    let lost = pod.leftAtEnd.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) ended at once on its signal\(lost): \(start.name) under \(wrapper) died of it, "
        + "\(wrapper) ended with it, and the program was killed in the middle of its drain",
      evidence: [pod.startEvidence, pod.exitEvidence, pod.statusEvidence],
      advice: "put exec before the program in the script, so that the program and not the shell is "
        + "\(wrapper)'s child:\n  command: [\"\(wrapper)\", \"--\", \"sh\", \"-c\", "
        + "\"exec \(start.child ?? "PROGRAM") …\"]")
  }
}

extension Case {
  fileprivate var object: PodObject { pod.object }
}
