import DequeModule
import DrainForecast
import KubernetesObjects
import PodStatus
import ShutdownModel
import Time

/// The lines of the pod view, as labels and texts.
struct PodText {
  struct Line {
    var label: String
    var text: String
    var role: Role
  }

  /// What its countdown counts down to: the label of the line with the bar.
  let countdownLabel: String
  /// What stands above the curve.
  let head: [Line]
  /// What stands below it.
  let lines: [Line]

  /// The column that the texts begin in.
  static let column = 14

  /// - Parameters:
  ///   - showsEvidence: of the worst that was found.
  ///   - width: how many cells a text may have.
  init(
    pod: Pod, state: State, showsEvidence: Bool, width: Int, _ glyphs: Glyphs, _ zone: ClockZone
  ) {
    var lines: [Line] = []
    func add(_ label: String, _ text: String, _ role: Role = .plain) {
      lines.append(Line(label: label, text: text, role: role))
    }
    let now = state.now
    countdownLabel = pod.countdownLabel(at: now)
    if let verdict = pod.verdict {
      add("VERDICT", verdict.line, verdict.kind.role)
    }
    if let text = pod.killText(at: now, zone) {
      // What counts down from old data does not look like what is known.
      add(
        countdownLabel, state.isCutOff ? text + ", from old data" : text,
        state.isCutOff ? .quiet : pod.danger(at: now) == .critical ? .critical : .strong)
    } else if pod.verdict == nil {
      add("PHASE", "\(pod.phaseWord.text) for \((now - pod.phaseSince).text)", pod.phase.role)
    }
    add("IN FLIGHT", pod.inFlightText(at: now), .strong)
    if let (text, role) = pod.forecastText(at: now) { add("FORECAST", text, role) }
    head = lines
    lines = []
    func addWrapped(_ label: String, _ text: String, _ role: Role = .plain) {
      for (place, part) in text.wrappedAdvice(width).enumerated() {
        add(place == 0 ? label : "", part, role)
      }
    }
    lines += PodText.reasons(pod, state, width: width, evidence: showsEvidence ? zone : nil)
    if let verdict = pod.verdict { addWrapped("ENDED", verdict.reason + pod.lateText) }
    if pod.shutdown != nil { addWrapped("GRACE", pod.graceText(zone)) }
    if pod.shutdown != nil { add("SIGNAL", pod.signalText(at: now, zone)) }
    addWrapped("STATUS", pod.statusText(at: now))
    let holding = Condition.allCases.filter { pod.conditions[$0] != nil }
    if !holding.isEmpty {
      let texts = holding.compactMap { condition in
        pod.conditions[condition].map { "\(condition.rawValue) for \((now - $0).text)" }
      }
      addWrapped("CONDITIONS", texts.joined(separator: ", "), .warning)
    }
    if let endpoint = pod.endpoint {
      add(
        "ENDPOINT",
        "ready \(endpoint.isReady), serving \(endpoint.isServing), "
          + "terminating \(endpoint.isTerminating)",
        pod.shutdown != nil && endpoint.isReady ? .warning : .plain)
    }
    if let cause = pod.cause {
      addWrapped("CAUSE", cause.sentence)
    } else if let reason = pod.object.disruptionReason {
      add("DISRUPTION", reason)
    }
    if !pod.object.finalizers.isEmpty, pod.shutdown != nil {
      add("FINALIZERS", pod.object.finalizers.joined(separator: ", "))
    }
    for container in pod.object.containers {
      let (text, role) = container.line(zone)
      add(container.kind == .main ? "CONTAINER" : container.kind.rawValue.uppercased(), text, role)
    }
    if let node = pod.object.nodeName { add("NODE", node, .quiet) }
    for event in pod.events.suffix(8).reversed() {
      let time = event.time.map { "\(zone.clock($0))  " } ?? ""
      let count = event.count > 1 ? " (\(event.count) times)" : ""
      add(
        "EVENT", "\(time)\(event.reason)  \(event.message)\(count)",
        event.isWarning ? .warning : .quiet)
    }
    self.lines = lines
  }

  /// What is wrong, what to change and what can still be done, the worst in full.
  ///
  /// - Parameter evidence: in which zone the times of its evidence are; nil leaves it out.
  static func reasons(
    _ pod: Pod, _ state: State, width: Int, evidence: ClockZone? = nil
  ) -> [Line] {
    let worst = pod.causeFound ?? (pod.endBrief == nil ? pod.diagnoses.first : nil)
    var lines: [Line] = []
    func add(_ label: String, _ text: String, _ role: Role) {
      for (place, part) in text.wrappedAdvice(width).enumerated() {
        lines.append(Line(label: place == 0 ? label : "", text: part, role: role))
      }
    }
    if let worst {
      add("WHY", "\(worst.sentence) (\(worst.rule))", worst.level.role)
    } else if let verdict = pod.verdict, pod.endBrief != nil {
      add("WHY", verdict.reason, verdict.kind.role)
    }
    for (place, line) in (worst?.advice ?? "").split(separator: "\n").enumerated() {
      add(place == 0 ? "FIX" : "", String(line), .plain)
    }
    if let rescue = state.rescue(of: pod) { add("NOW", rescue, .plain) }
    let seen = evidence.flatMap { worst?.evidenceLines($0) } ?? []
    for (place, line) in seen.enumerated() {
      add(place == 0 ? "SEEN" : "", line, .quiet)
    }
    let others = pod.diagnoses.filter { $0.rule != worst?.rule }.map { "\($0.brief) (\($0.rule))" }
    if !others.isEmpty { add("ALSO", others.joined(separator: ", "), .quiet) }
    return lines
  }
}

extension Pod {
  /// What its countdown counts down to.
  fileprivate func countdownLabel(at now: Instant) -> String {
    guard case .running(let running) = countdown(at: now), running.limit == .ownLimit else {
      return "SIGKILL"
    }
    return "OWN LIMIT"
  }

  /// The countdown in a sentence; nil where nothing counts down.
  fileprivate func killText(at now: Instant, _ zone: ClockZone) -> String? {
    switch countdown(at: now) {
    case .none: return nil
    case .unseen(let late):
      let text = "the node does not report; no countdown runs"
      return late.map { "\(text); overdue by \($0.text)" } ?? text
    case .past(let by): return "due \(by.text) ago; the API does not show its end yet"
    case .overdue(let by): return "overdue by \(by.text)"
    case .running(let running):
      if running.limit == .ownLimit {
        let kill = max(shutdown?.deadline?.remaining(at: now) ?? .zero, .zero)
        return "in \(running.remaining.text), SIGKILL in \(kill.text)"
      }
      if waitsForHook(at: now) { return "\(Deadline.floor.text) after the preStop hook ends" }
      let later =
        running.mayBeLaterBy.map { $0 > .zero ? " (≤ +\($0.text))" : "" }
        ?? " or later: \(unseenText)"
      return "in \(running.remaining.text)\(later)"
    }
  }

  /// Its grace in a sentence, from when on, and what became of it.
  fileprivate func graceText(_ zone: ClockZone) -> String {
    guard let deadline = shutdown?.deadline else {
      if case .kubelet(let reason) = shutdown?.origin {
        return "none: the kubelet terminated it: \(reason)"
      }
      return "unknown"
    }
    var text = deadline.grace.text + (deadline.isAssumed ? " (assumed)" : "")
    text += " from \(zone.clock(deadline.begin))"
    if let hook = deadline.hookLength, deadline.grace - hook < Deadline.floor {
      text += ", then \(Deadline.floor.text) after the preStop hook"
    }
    if let again = deadline.shortening {
      text += ", deleted again with \(again.grace.text) at \(zone.clock(again.seenAt))"
    }
    if let kind = verdict?.kind, [.killed, .killedEarly].contains(kind), let endedAt {
      text += "; SIGKILL at \(zone.clock(endedAt))"
    }
    return text
  }

  /// That the API showed its end well after it, which is where its counts and the curve end.
  fileprivate var lateText: String {
    guard let endedAt, let seenAt = shutdown?.exitedAt, seenAt - endedAt >= .seconds(2) else {
      return ""
    }
    return "; the API showed it \((seenAt - endedAt).text) later"
  }

  /// The forecast in a sentence; nil when there is none.
  func forecastText(at now: Instant) -> (String, Role)? {
    let prospect = prospect(at: now)
    if prospect == .noSignal { return ("none: not reacting to its stop signal", .critical) }
    guard let forecast else { return nil }
    guard let words = ForecastWords(prospect, danger: danger(at: now), at: now) else {
      return ("none: SIGKILL was due, or the last poll is too old", .quiet)
    }
    switch prospect {
    case .empty: return ("nothing in flight", words.role)
    case .idle: return ("nothing in flight, and no signal seen yet", words.role)
    case .gaveUp: return ("gave up by its own limit", words.role)
    case .unknown, .noSignal, .chance: break
    }
    let percent = Int((forecast.probabilityDone * 100).rounded())
    let end = forecast.end == .kill ? "SIGKILL" : "its own limit"
    var text = "\(percent) % chance to finish before \(end); "
    if let median = forecast.carried(forecast.medianEmptyAt, at: now) {
      text += "needs about \(max(median - now, .zero).text) more"
      if let late = forecast.carried(forecast.ninetyPercentEmptyAt, at: now) {
        text += "; 90 % sure in \(max(late - now, .zero).text)"
      }
    } else {
      text += "no end in sight"
    }
    if forecast.probabilityDone < 0.995 {
      text += "; \(forecast.expectedLost.tenths) expected lost"
    }
    if forecast.streams > 0 {
      text +=
        "; \(forecast.streams) stream\(forecast.streams == 1 ? "" : "s") "
        + "not counted"
    }
    return (text + "; by \(forecast.basis.text)", words.role)
  }

  /// What is known of the signal and the hook before it.
  func signalText(at now: Instant, _ zone: ClockZone) -> String {
    guard let shutdown else { return "" }
    if let signalAt = shutdown.signalAt {
      let after =
        shutdown.asked.map { ", \(max(signalAt - $0, .zero).text) after the deletion request" }
        ?? ""
      return "\(shutdown.signal ?? "a drain") seen at \(zone.clock(signalAt))\(after)"
    }
    if shutdown.isDrainInferred { return "not seen; must have been sent by now" }
    switch shutdown.deadline?.hook {
    case .unknown: return "not seen yet: the preStop hook may still run"
    case .lasted(let length)
    where length > .zero && now < (shutdown.deadline?.begin ?? now) + length:
      return "not due yet: preStop sleeps \(length.text)"
    default: return "not seen"
    }
  }

  func inFlightText(at now: Instant) -> String {
    guard let sample = lastSample else { return "not measured" }
    let source = sample.source == .status ? "status" : "log"
    var text = "\(sample.inFlight), seen \((now - sample.time).text) ago by \(source)"
    if let streams = status.report?.streams, streams > 0 { text += ", \(streams) of them streams" }
    if let oldest = status.report?.oldestSeconds.first, phase < .exited {
      text += ", the oldest \(TimeSpan.seconds(oldest).text)"
    }
    return text
  }

  func statusText(at now: Instant) -> String {
    let endpoint = status.endpoint ?? "no endpoint found yet"
    switch status.answer {
    case nil: return status.endpoint == nil ? "not polled yet" : endpoint
    case .report(let report):
      let limit =
        report.drainTimeoutSeconds.map { ", own limit \(TimeSpan.seconds($0).text)" } ?? ""
      return "\(endpoint): \(report.phase?.rawValue ?? "no phase reported")\(limit)"
    case .refused: return "\(endpoint): refused\(silence(at: now))"
    case .timedOut: return "\(endpoint): no answer in time\(silence(at: now))"
    case .malformed(let reason):
      return "\(endpoint): malformed, \(reason); \(status.malformedCount) so far"
    case .notFound: return "\(endpoint): path not found; retried every minute"
    case .forbidden: return "\(endpoint): no permission for pods/proxy"
    case .failed(let reason): return "\(endpoint): \(reason)"
    }
  }

  private func silence(at now: Instant) -> String {
    status.silentSince.map { " for \((now - $0).text)" } ?? ""
  }
}
