import ContainerCommands
import DequeModule
import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel
import Time

/// One pod on its way out, as the rules look at it.
struct DiagnosedPod {
  let pod: Pod
  let shutdown: Shutdown
  let workload: Workload?
  let thresholds: Thresholds
  let servers: ServerTable
  let now: Instant
  /// The container the rules speak of: that of the verdict, else of the endpoint, else the first.
  let container: ContainerObject?
  /// Counts by the endpoint since the drain signal, oldest first.
  let drainSamples: [Sample]

  init?(
    _ pod: Pod, _ workload: Workload?, _ thresholds: Thresholds, _ servers: ServerTable,
    at now: Instant
  ) {
    guard let shutdown = pod.shutdown else { return nil }
    self.pod = pod
    self.shutdown = shutdown
    self.workload = workload
    self.thresholds = thresholds
    self.servers = servers
    self.now = now
    let name = pod.verdict?.container ?? pod.status.container ?? shutdown.participants.first
    container =
      pod.object.containers.first { $0.name == name }
      ?? pod.object.containers.first { $0.kind == .main }
    // What another container counts says nothing of this one.
    let polled = pod.status.container
    let isPolled = polled == nil || polled == container?.name
    if isPolled, let signalAt = shutdown.signalAt {
      drainSamples = pod.samples.since(signalAt).filter { $0.source == .status && $0.isDraining }
    } else {
      drainSamples = []
    }
  }

  var verdict: Verdict? { pod.verdict }
  var kind: Verdict.Kind? { pod.verdict?.kind }

  /// How a sentence names the container.
  var name: String { container?.name ?? pod.object.name }

  /// The grace of this deletion in seconds; nil when the kubelet itself ended the pod.
  var grace: Int? { shutdown.graceSeconds }

  /// What a `kill` in a preStop hook and the kubelet send, as a word: `SIGTERM` unless it is known.
  var stopSignal: String { container?.stopSignal ?? "SIGTERM" }

  /// How long the hook took, or takes at least.
  var hookSeconds: Double {
    if let length = shutdown.deadline?.hookLength { return length.seconds }
    switch container?.preStop {
    case .sleep(let seconds): return Double(seconds)
    case .exec(let hook): return Double(hook.leastSeconds)
    case .httpGet, nil: return 0
    }
  }

  /// What the grace leaves the program after its hook: never less than the kubelet's two seconds.
  var secondsLeftAfterHook: Double? {
    grace.map { max(Double($0) - hookSeconds.rounded(.down), Deadline.floor.seconds) }
  }

  /// A limit to advise to the program: what is left after its hook, of the default grace if none is known,
  /// but for some seconds.
  func limit(sparing seconds: Int) -> Int { max(Int(secondsLeftAfterHook ?? 30) - seconds, 1) }

  /// When to advise to cut what does not end by itself.
  var cutAfterSeconds: Int { max(Int(secondsLeftAfterHook ?? 30) / 2, 1) }

  /// When the container ended by its own finish time, in whole seconds.
  var finishedAt: Instant? { container?.termination?.finishedAt }

  /// It was heard to run on after its signal was due, or nobody ever heard it notice.
  var isUnheard: Bool {
    if let verdict { return verdict.kind == .killed && verdict.signalSeen == false }
    return pod.isSignalMissing(thresholds)
  }

  /// It was killed at its deadline, and nobody could tell whether it had noticed the signal.
  var isKilledUnmeasured: Bool {
    kind == .killed && verdict?.signalSeen == nil && verdict?.inFlightAtEnd == nil
  }

  /// Work was left when it ended, as far as anybody looked.
  var leftAtEnd: Int? { verdict?.inFlightAtEnd.flatMap { $0 > 0 ? $0 : nil } }

  /// It ended within so many seconds of its signal; its finish time is cut to the second.
  func endedWithin(_ seconds: Double) -> Bool {
    guard let finishedAt, let signalAt = shutdown.signalAt ?? shutdown.signalDueAt else {
      return false
    }
    return (finishedAt - signalAt).seconds <= seconds
  }

  /// How long it has been seen to drain.
  var drainSeconds: Double {
    guard let signalAt = shutdown.signalAt, let last = drainSamples.last else { return 0 }
    return (last.time - signalAt).seconds
  }

  /// Tasks that were accepted within a stretch of seconds after the signal, at least, and the look at
  /// which that was seen.
  func arrivals(
    after start: Double = 0, before end: Double = .infinity
  ) -> (count: Int, at: Sample)? {
    guard let signalAt = shutdown.signalAt else { return nil }
    let samples = drainSamples.filter { sample in
      (start...end).contains((sample.time - signalAt).seconds)
    }
    guard let first = samples.first, let last = samples.last else { return nil }
    if let from = first.accepted, let to = last.accepted {
      return to > from ? (to - from, last) : nil
    }
    var (count, at) = (0, first)
    for (before, after) in zip(samples, samples.dropFirst())
    where after.inFlight > before.inFlight {
      count += after.inFlight - before.inFlight
      at = after
    }
    return count > 0 ? (count, at) : nil
  }

  /// The count has not moved for so long at the end of what was seen, and how many there are.
  func flat(for seconds: Double) -> (count: Int, since: Instant)? {
    guard let last = drainSamples.last else { return nil }
    var since = last.time
    for sample in drainSamples.reversed() {
      guard sample.inFlight == last.inFlight, sample.accepted == last.accepted else { break }
      since = sample.time
    }
    return (last.time - since).seconds >= seconds ? (last.inFlight, since) : nil
  }

  func clue(_ clue: LogClue) -> LogClue.Line? { pod.clues.first { $0.clue == clue } }

  /// The newest event of a reason that belongs to this shutdown.
  func event(_ reason: String) -> EventObject? {
    let start = (shutdown.asked ?? shutdown.seenAt) - .seconds(2)
    return pod.events.last { $0.reason == reason && ($0.time ?? shutdown.seenAt) >= start }
  }

  /// How long after it was asked.
  func seconds(to time: Instant) -> Double {
    (time - (shutdown.deadline?.begin ?? shutdown.asked ?? shutdown.seenAt)).seconds
  }
}

// MARK: - Words and evidence

extension DiagnosedPod {
  var graceText: String { grace.map { "\($0) s" } ?? "unknown length" }

  var graceEvidence: Diagnosis.Evidence {
    if pod.shutdown?.deadline?.isAssumed == true || pod.isOnlyInLog {
      return Diagnosis.Evidence(.flag, grace.map { "--grace \($0)" } ?? "no --grace is given")
    }
    let own = pod.object.terminationGracePeriodSeconds
    if let grace, grace != own {
      return Diagnosis.Evidence(.object, "metadata.deletionGracePeriodSeconds: \(grace)")
    }
    return Diagnosis.Evidence(
      .spec, "spec.terminationGracePeriodSeconds: \(own.map(String.init) ?? "30 (the default)")")
  }

  /// `spec.containers[web].lifecycle.preStop: …`.
  var hookEvidence: Diagnosis.Evidence? {
    guard let container, let hook = container.preStop else { return nil }
    let path = "spec.containers[\(container.name)].lifecycle.preStop"
    switch hook {
    case .sleep(let seconds): return .init(.spec, "\(path).sleep.seconds: \(seconds)")
    case .httpGet: return .init(.spec, "\(path).httpGet")
    case .exec(let exec):
      var text = "\(path).exec runs \(exec.program.isEmpty ? "a command" : exec.program)"
      if let sends = exec.onlySends { text += ", which only sends \(sends.signalName)" }
      if exec.leastSeconds > 0 {
        text += ", which takes \(exec.isExact ? "" : "at least ")\(exec.leastSeconds) s"
      }
      return .init(.spec, text)
    }
  }

  /// `spec.containers[web].command: sh runs start.sh`.
  var startEvidence: Diagnosis.Evidence? {
    guard let container, let start = container.start else { return nil }
    let path = "spec.containers[\(container.name)]"
    guard start.kind != .image else {
      return .init(.spec, "\(path) has no command: its image decides")
    }
    let wrapper = start.wrapper.map { "\($0) starts " } ?? ""
    let child = start.child.map { $0 == start.name ? "" : " runs \($0)" } ?? ""
    return .init(.spec, "\(path).command: \(wrapper)\(start.name)\(child)")
  }

  /// The container's ports, by number.
  var portsEvidence: Diagnosis.Evidence? {
    guard let container, !container.ports.isEmpty else { return nil }
    let ports = container.ports.map { "\($0.number)" }.joined(separator: ", ")
    return .init(.spec, "spec.containers[\(container.name)].ports: \(ports)")
  }

  /// The newest answer of the endpoint.
  var statusEvidence: Diagnosis.Evidence? {
    guard let report = pod.status.report, let time = pod.status.reportAt else { return nil }
    let words = [
      report.phase.map { "phase \($0.rawValue)" }, report.inFlight.map { "\($0) in flight" },
    ]
    return .init(.status, at: time, words.compactMap(\.self).joined(separator: ", "))
  }

  /// When the signal was noticed.
  var signalEvidence: Diagnosis.Evidence? {
    guard let time = shutdown.signalAt else { return nil }
    return .init(
      pod.status.report?.isDraining == true ? .status : .log, at: time,
      "\(shutdown.signal ?? "the drain") noticed \(TimeSpan.seconds(max(seconds(to: time), 0)).text) after the "
        + "deletion")
  }

  /// How the container ended.
  var exitEvidence: Diagnosis.Evidence? {
    guard let end = container?.termination else { return nil }
    let reason = end.reason.map { ", reason \($0)" } ?? ""
    return .init(.object, at: end.finishedAt, "\(name): exit code \(end.exitCode)\(reason)")
  }

  func evidence(_ event: EventObject) -> Diagnosis.Evidence {
    .init(.event, at: event.time, "\(event.reason): \(event.message)")
  }

  func evidence(_ line: LogClue.Line) -> Diagnosis.Evidence {
    .init(.log, at: line.time, line.text)
  }

  func evidence(_ sample: Sample) -> Diagnosis.Evidence {
    .init(.status, at: sample.time, "\(sample.inFlight) in flight")
  }

  var endpointEvidence: Diagnosis.Evidence? {
    pod.endpoint.map {
      .init(
        .endpoint,
        "ready \($0.isReady), serving \($0.isServing), terminating \($0.isTerminating)")
    }
  }
}

extension String {
  /// `SIGHUP` for `HUP`; a command stays what it is.
  var signalName: String {
    guard !isEmpty, allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }) else {
      return self
    }
    return hasPrefix("SIG") ? self : "SIG\(self)"
  }
}

extension DiagnosisText {
  /// A diagnosis of a case by this rule, about its container.
  func diagnosis(
    _ level: Alert.Level, _ pod: DiagnosedPod, _ sentence: String, evidence: [Diagnosis.Evidence?],
    advice: String, grace: GraceToTry? = nil, isLikelyOnly: Bool = false, isCause: Bool? = nil
  ) -> Diagnosis {
    diagnosis(
      level, container: pod.container?.name, at: pod.now, sentence,
      evidence: evidence.compactMap { $0 }, advice: advice, grace: grace,
      isLikelyOnly: isLikelyOnly,
      isCause: isCause ?? (level == .critical || pod.verdict == nil && level == .warning))
  }
}
