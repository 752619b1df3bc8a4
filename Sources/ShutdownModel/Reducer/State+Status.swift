import DequeModule
import PodStatus
import Time

extension State {
  mutating func observeStatus(_ observation: StatusObservation) {
    if case .endpoint(let url, let grace, let preStop) = scope {
      observeAttached(observation, url: url, grace: grace, preStop: preStop ?? .zero)
      return
    }
    guard let index = index(of: observation.pod) else { return }
    pods[index].take(observation, at: now)
    evaluate(index)
  }
}

extension Pod {
  /// Takes one poll's answer into account; only a valid report carries numbers.
  mutating func take(_ observation: StatusObservation, at now: Instant) {
    status.answer = observation.answer
    status.answerAt = now
    guard case .report(let report) = observation.answer else {
      if case .malformed = observation.answer { status.malformedCount += 1 }
      if status.report != nil, status.silentSince == nil { status.silentSince = now }
      if status.report == nil { status.endpoint = observation.endpoint }
      return
    }
    status.silentSince = nil
    // What drained runs again: it is another process, and what was in flight was the one before's.
    if status.report?.isDraining == true, report.phase == .running { measured.runBeganAt = now }
    noteOwnLimit(report, at: now)
    status.endpoint = observation.endpoint
    status.container = observation.container
    status.report = report
    status.reportAt = now
    status.heardAt = now - observation.latency
    if report.isDraining, shutdown != nil {
      signalSeen(
        at: now - .seconds(report.drainElapsedSeconds), signal: report.signal, now: now,
        isExact: true)
    }
    guard let inFlight = report.inFlight else { return forgetCounts() }
    // A server that tells no phase drains when everything else says so.
    let isDraining = report.phase == nil ? hasDrainBegun : report.isDraining
    let sample = Sample(
      time: now, inFlight: inFlight, source: .status, isDraining: isDraining,
      completed: report.completed)
    add(sample)
    noteDrainLow(sample)
  }

  /// What was counted once says nothing of what is in flight now that its own server does not know it.
  private mutating func forgetCounts() {
    guard samples.contains(where: { $0.source == .status }) else { return }
    samples.removeAll { $0.source == .status }
    measured.drainLow = nil
    forecast = nil
    measured.forecastWatch = ForecastWatch()
    agenda.needsForecast = true
  }

  /// Answers are rounded and take their time: of several the earliest holds, so that nothing counts up.
  private mutating func noteOwnLimit(_ report: ShutdownStatus, at now: Instant) {
    if report.phase == .running { measured.ownLimitAt = nil }
    guard report.phase == .draining, let limit = report.drainTimeoutSeconds else { return }
    let end = now + .seconds(limit - report.drainElapsedSeconds)
    measured.ownLimitAt = measured.ownLimitAt.map { min($0, end) } ?? end
  }

  private var hasDrainBegun: Bool {
    shutdown.map { $0.signalAt != nil || $0.isDrainInferred } ?? false
  }

  /// Keeps samples in the order of their times: a log line may be older than the newest poll.
  mutating func add(_ sample: Sample) {
    var position = samples.endIndex
    while position > samples.startIndex, samples[position - 1].time > sample.time { position -= 1 }
    if position == samples.endIndex {
      samples.append(sample)
    } else {
      samples.insert(sample, at: position)
    }
    agenda.needsForecast = true
    if samples.count > Pod.sampleLimit { samples.removeFirst() }
  }
}
