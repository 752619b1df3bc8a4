import DequeModule
import KubernetesObjects
import PodStatus
import ShutdownModel
import Time

extension Pod {
  /// What the service does with it, in a word.
  func endpointText(_ glyphs: Glyphs) -> (String, Role) {
    guard let endpoint else { return phase >= .exited ? ("", .quiet) : (glyphs.dash, .quiet) }
    if endpoint.isTerminating {
      return endpoint.isServing ? ("serving", .warning) : ("terminating", .quiet)
    }
    return endpoint.isReady ? ("ready", shutdown == nil ? .plain : .warning) : ("not ready", .quiet)
  }

  /// The worst of what was found, else what is worth a remark in its row.
  func noteWithRole(at now: Instant) -> (text: String, role: Role)? {
    if let worst = diagnoses.first, worst.level >= .warning {
      return ("\(worst.rule) \(worst.sentence)", worst.level == .critical ? .warning : .plain)
    }
    return note(at: now).map { ($0, .quiet) }
  }

  /// What is worth a remark in its row, the most telling first.
  func note(at now: Instant) -> String? {
    if let since = conditions[.stuck] {
      return "its containers have ended, the object stays for \((now - since).text): a finalizer?"
    }
    if let nodeLoss, shutdown != nil, phase < .exited {
      return "\(object.nodeName ?? "its node") is lost for \((now - nodeLoss.since).text)"
    }
    if let cause, cause.kind != .rollout, cause.kind != .scaleDown, phase >= .preStop {
      return "cause: \(cause.text)"
    }
    if shutdown != nil, conditions[.unseen] != nil { return unseenText }
    if case .past(let by) = countdown(at: now) {
      return "SIGKILL was due \(by.text) ago; the API does not show its end yet"
    }
    if conditions[.unreachable] != nil, let since = status.silentSince {
      return "status refused for \((now - since).text), so it is likely draining"
    }
    guard shutdown == nil || isProgramKnown else { return nil }
    if phase == .preStop, let due = shutdown?.signalDueAt, now >= due + .seconds(2) {
      let isHeardToRun =
        status.report?.phase == .running && status.reportAt.map { $0 >= due + .seconds(2) } ?? false
      return "SIGTERM was due \((now - due).text) ago; "
        + (isHeardToRun ? "it has not noticed" : "nothing says whether it came")
    }
    if phase == .preStop, let hook = object.containers.first(where: { $0.preStop != nil })?.preStop
    {
      switch hook {
      case .sleep(let seconds): return "preStop sleeps \(seconds) s"
      case .exec: return "preStop runs a command"
      case .httpGet: return "preStop asks by HTTP"
      }
    }
    if let shutdown, shutdown.isDrainInferred, phase < .drained { return "draining, as inferred" }
    if let signal = shutdown?.signal, phase == .draining { return "began with \(signal)" }
    if case .malformed(let reason) = status.answer { return "status: \(reason)" }
    if status.answer == .forbidden { return "status: no right to read it" }
    let restarts = object.containers.map(\.restartCount).max() ?? 0
    return restarts > 0 && phase < .exited ? "restarted \(restarts) times" : nil
  }

  /// The newest part of the curve of tasks in flight, oldest first, each 0 … 1; nil is a gap.
  ///
  /// A value stands until the next poll should have come; what then is missing is missing.
  func curve(count: Int, at now: Instant) -> [Double?] {
    let step: TimeSpan = shutdown == nil ? .seconds(2) : .milliseconds(500)
    var values: [Int?] = []
    var index = samples.endIndex
    for place in 0..<count {
      let time = now - TimeSpan(nanoseconds: step.nanoseconds * Int64(place))
      while index > samples.startIndex, samples[index - 1].time > time { index -= 1 }
      guard index > samples.startIndex else {
        values.append(nil)
        continue
      }
      let sample = samples[index - 1]
      let isFast = shutdown.map { sample.time >= $0.seenAt } ?? false
      let patience: TimeSpan = isFast ? .milliseconds(1200) : .milliseconds(3200)
      values.append(time - sample.time <= patience ? sample.inFlight : nil)
    }
    let most = Double(max(values.compactMap { $0 }.max() ?? 1, 1))
    return values.reversed().map { $0.map { Double($0) / most } }
  }
}
