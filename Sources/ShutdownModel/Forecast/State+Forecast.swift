public import DrainForecast
internal import KubernetesObjects
internal import PodStatus
internal import Time

extension State {
  /// The most pods that are learnt from, the newest; a rollout may have far more.
  static let learntPods = 20

  /// A forecast lasts so long: polls come twice a second, and one moves it little.
  private static let forecastLasts = TimeSpan.milliseconds(900)

  /// Forecasts a pod's drain anew after something was seen of it, at most about once a second.
  mutating func refreshForecast(_ index: Int) {
    guard pods[index].agenda.needsForecast else { return }
    pods[index].agenda.needsForecast = false
    guard pods[index].isShuttingDown else {
      pods[index].forecast = nil
      return
    }
    let isOver = pods[index].lastSample?.inFlight == 0 || pods[index].phase >= .drained
    if let madeAt = pods[index].measured.forecastWatch.madeAt, !isOver {
      guard now >= madeAt + State.forecastLasts else { return }
    }
    guard let drain = pods[index].drainObservations else { return }
    let lesson = DrainLesson(drain.counts)
    let prior = drainPrior(for: pods[index])
    pods[index].forecast = pods[index].forecast(of: drain, at: now, prior: prior, lesson: lesson)
    if let forecast = pods[index].forecast {
      pods[index].measured.forecastWatch.see(forecast, at: now, thresholds)
    }
    if let lesson, pods[index].phase >= .draining { keep(lesson, of: pods[index]) }
  }

  private mutating func keep(_ lesson: DrainLesson, of pod: Pod) {
    lessons[pod.revisionKey, default: []].removeAll { $0.uid == pod.uid }
    lessons[pod.revisionKey, default: []].append((pod.uid, lesson))
    if lessons[pod.revisionKey, default: []].count > State.learntPods {
      lessons[pod.revisionKey]?.removeFirst()
    }
  }

  /// What its like say of a pod's drain: the other drains of its workload's pods of the same
  /// revision, as far as they have come, and how long the tasks of all those pods take.
  ///
  /// A drain that still goes on counts like one that is over. To learn from the ended ones alone
  /// would be to learn from the fast ones: those that last are not over yet.
  public func drainPrior(for pod: Pod) -> DrainPrior {
    var prior = DrainPrior()
    for (uid, lesson) in lessons[pod.revisionKey] ?? [] where uid != pod.uid {
      prior.learn(lesson)
    }
    // What the tasks took helps only with ages of those that go on.
    guard pod.status.report?.oldestSeconds.isEmpty == false else { return prior }
    var learnt = 0
    for index in pods.indices.reversed() where learnt < State.learntPods {
      guard pods[index].uid != pod.uid, pods[index].workload == pod.workload,
        pods[index].object.revisionHash == pod.object.revisionHash,
        let report = pods[index].status.report
      else { continue }
      learnt += 1
      // Streams last; they are taken to be the oldest.
      let ages = report.oldestSeconds.dropFirst(max(report.streams ?? 0, 0))
      prior.learn(report.durations, ages: Array(ages))
    }
    return prior
  }
}

extension Pod {
  /// Pods with the same one are alike: workload and revision.
  fileprivate var revisionKey: String {
    "\(workload.namespace)/\(workload.text)@\(object.revisionHash ?? "")"
  }
}
