internal import DequeModule
public import DrainForecast
internal import PodStatus
public import Time

extension Pod {
  /// What will become of the pod's drain; nil unless it counts down and its tasks were counted.
  ///
  /// - Parameters:
  ///   - now: on the cluster's clock; no time that is forecast lies before it.
  ///   - prior: what earlier drains of its like say; see ``State/drainPrior(for:)``.
  public func forecast(at now: Instant, prior: DrainPrior? = nil) -> Forecast? {
    drainObservations.flatMap { forecast(of: $0, at: now, prior: prior, lesson: nil) }
  }

  func forecast(
    of drain: DrainObservations, at now: Instant, prior: DrainPrior?, lesson: DrainLesson?
  ) -> Forecast? {
    guard isShuttingDown, !(isUnseen && isNodeLost),
      var forecast = drain.forecast(prior: prior, lesson: lesson)
    else { return nil }
    // Of another container's work nobody knows: that one is done says nothing of the pod.
    if forecast.basis == .empty, !unmeasuredContainers.isEmpty { return nil }
    // What has given up loses what it has.
    if phase == .timedOut { forecast.giveUp(drain.inFlight ?? 0) }
    forecast.medianEmptyAt = forecast.medianEmptyAt.map { max($0, now) }
    forecast.ninetyPercentEmptyAt = forecast.ninetyPercentEmptyAt.map { max($0, now) }
    return forecast
  }

  /// The pod's drain as it was seen; nil when it has no deadline or no count.
  ///
  /// The status' counts are taken if there are any, else the log's: the two need not mean the same.
  public var drainObservations: DrainObservations? {
    guard let shutdown, let deadline = shutdown.deadline, workSample != nil else { return nil }
    let begin = max(shutdown.asked ?? shutdown.seenAt, measured.runBeganAt ?? .distantPast)
    let recent = samples.since(begin)
    let ofStatus = recent.contains { $0.source == .status }
    let streams = ofStatus ? max(status.report?.streams ?? 0, 0) : 0
    var seen: [Sample] = recent.filter { ($0.source == .status) == ofStatus }
    if seen.isEmpty, let workSample { seen = [workSample] }
    guard let newest = seen.last else { return nil }
    var counts = seen.map {
      DrainObservations.Count(time: $0.time, inFlight: max($0.inFlight - streams, 0))
    }
    if phase == .drained || status.report?.phase == .drained {
      counts.append(.init(time: newest.time, inFlight: 0))
    }
    let report = status.reportAt == newest.time ? status.report : nil
    return DrainObservations(
      counts: counts, ages: report?.oldestSeconds ?? [], durations: report?.durations ?? [],
      streams: streams, killAt: deadline.earliestKill, ownLimitAt: measured.ownLimitAt,
      arrivalsEndAt: arrivalsEndAt(counts))
  }

  /// When tasks stop arriving: with the signal, while they still arrive and no signal was seen.
  private func arrivalsEndAt(_ counts: [DrainObservations.Count]) -> Instant? {
    guard let shutdown, shutdown.signalAt == nil, !shutdown.isDrainInferred,
      let due = shutdown.signalDueAt, let newest = counts.last?.time
    else { return nil }
    let recent = counts.filter { newest - $0.time <= Pod.arrivalsLast }
    let isRising = zip(recent, recent.dropFirst()).contains { $1.inFlight > $0.inFlight }
    return isRising ? due : nil
  }

  /// How long after the last rise of the count tasks are taken to arrive still.
  private static let arrivalsLast = TimeSpan.seconds(3)
}

extension Forecast {
  /// The process has given up with so many tasks left.
  fileprivate mutating func giveUp(_ left: Int) {
    guard left > 0 else { return }
    probabilityDone = 0
    medianEmptyAt = nil
    ninetyPercentEmptyAt = nil
    expectedLost = Double(left)
    end = .ownLimit
  }
}
