import KubernetesObjects
import PodStatus
import Time

extension State {
  /// `attach` has no pod object: a pod is made from the URL, and its deadline is assumed.
  mutating func observeAttached(
    _ observation: StatusObservation, url: String, grace: TimeSpan?, preStop: TimeSpan
  ) {
    let index = attachedPod(url)
    if pods[index].verdict != nil || isNewProcess(observation, pods[index]) {
      guard case .report = observation.answer else { return }
      finishAttached(index)
      retire(index)
      observeAttached(observation, url: url, grace: grace, preStop: preStop)
      return
    }
    if pods[index].status.answer == nil {
      for line in observation.answer.firstRefusal(of: url) { note(line) }
    }
    pods[index].take(observation, at: now)
    if case .report(let report) = observation.answer {
      pods[index].object.isReady = true
      if report.isDraining, pods[index].shutdown == nil {
        beginDrain(index, report, grace: grace, preStop: preStop)
      }
    }
    evaluate(index)
  }

  /// The hook ran before the signal that began the drain, and its time is part of the grace.
  private mutating func beginDrain(
    _ index: Int, _ report: ShutdownStatus, grace: TimeSpan?, preStop: TimeSpan
  ) {
    let began = now - .seconds(report.drainElapsedSeconds)
    let asked = began - preStop
    let grace = grace ?? report.gracePeriodSeconds.map(TimeSpan.seconds)
    var shutdown = Shutdown(
      origin: .drain, asked: asked, seenAt: now, graceSeconds: grace.map { Int($0.seconds) },
      deadline: grace.map {
        Deadline(asked: asked, grace: $0, begin: asked, hook: .lasted(preStop), isAssumed: true)
      },
      participants: [pods[index].object.name])
    shutdown.kubeletSawAt = now
    shutdown.signalAt = began
    shutdown.signal = report.signal
    pods[index].shutdown = shutdown
    countShutdown(of: pods[index].workload)
    pods[index].advance(to: .draining, at: now, &outputs)
  }

  /// A process that runs again behind the same URL is another one.
  private func isNewProcess(_ observation: StatusObservation, _ pod: Pod) -> Bool {
    guard pod.shutdown != nil, case .report(let report) = observation.answer else { return false }
    return report.phase == .running
  }

  private mutating func finishAttached(_ index: Int) {
    pods[index].endSilence(at: now)
    evaluate(index)
  }

  private mutating func attachedPod(_ url: String) -> Int {
    if let index = podIndex[url] { return index }
    let id = WorkloadID(kind: .endpoint, namespace: "", name: url)
    let object = PodObject(uid: url, namespace: "", name: url, phase: .running)
    return append(object, of: id, phase: .starting)
  }
}

extension StatusObservation.Answer {
  /// What is said at once of a process that does not report its status, and what to do; a line each.
  fileprivate func firstRefusal(of url: String) -> [String] {
    let address = String(url.prefix { $0 != "/" })
    return switch self {
    case .refused:
      [
        "nothing listens on \(address); lastcall is waiting",
        "to forward a pod's port: kubectl port-forward pod/NAME \(address.split(separator: ":").last ?? "")",
      ]
    case .notFound: ["\(url) does not exist; to find the status path: lastcall probe \(address)"]
    case .timedOut: ["\(address) does not answer; lastcall is waiting"]
    case .report, .malformed, .forbidden, .failed: []
    }
  }
}

extension Pod {
  /// It is reached through a port-forward, which has stopped answering.
  ///
  /// A port-forward dies with the pod, or by itself: refusals say nothing about the program.
  package var isSilentBehindForward: Bool {
    shutdown?.origin == .drain && status.silentSince != nil
  }

  /// Takes the silence of an attached process as its end.
  mutating func endSilence(at now: Instant) {
    guard shutdown != nil, shutdown?.exitedAt == nil else { return }
    let end = status.silentSince ?? now
    shutdown?.exitedAt = end
  }

  /// The verdict of a process without a pod object, once it has been silent long enough.
  mutating func attachVerdict(at now: Instant, _ thresholds: Thresholds) -> Verdict? {
    if let silentSince = status.silentSince, now >= silentSince + thresholds.attachSilence {
      endSilence(at: now)
    }
    guard let shutdown, let end = shutdown.exitedAt, let report = status.report else { return nil }
    let isLate = shutdown.deadline.map { end >= $0.earliestKill - .seconds(1) } ?? false
    let age = status.reportAt.map { end - $0 } ?? .zero
    let seen = age < .milliseconds(50) ? "" : " (seen \(age.text) earlier)"
    let left = report.inFlight.map { "with \($0) in flight" } ?? "and its work was not counted"
    let (kind, reason): (Verdict.Kind, String) =
      switch report.phase {
      case .timedOut:
        (.timedOut, "gave up by its own limit \(left)\(seen)")
      case .drained where report.inFlight == nil:
        (.ended, "drained \(left), then closed its endpoint")
      case .drained: (.clean, "drained, then closed its endpoint")
      case _ where report.inFlight == 0:
        (.clean, "closed its endpoint with nothing in flight\(seen)")
      case _ where isLate:
        (.killed, "gone at the end of its assumed grace period \(left)\(seen)")
      default: (.unknown, "gone before its deadline \(left)\(seen)")
      }
    return Verdict(
      kind: kind, graceSeconds: shutdown.deadline.map { $0.grace.seconds },
      usedSeconds: shutdown.asked.map { (end - $0).seconds }, inFlightAtEnd: report.inFlight,
      inFlightAgeSeconds: max(age, .zero).seconds, signalSeen: shutdown.signalAt != nil,
      evidence: .status, isAssumed: true, reason: reason)
  }
}
