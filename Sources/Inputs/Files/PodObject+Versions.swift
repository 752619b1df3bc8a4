import KubernetesObjects
import ShutdownModel
import Time

extension PodObject {
  /// What earlier versions of the object must have shown, as its own times tell: that its containers ran,
  /// and that its deletion was requested.
  ///
  /// A file often holds only the last version. Without those before it, the pod would seem to have been
  /// deleted and ended in one instant, and its log to be of another pod.
  func earlierVersions(before seenAt: Instant) -> [Event] {
    let isFinal = deletionGracePeriodSeconds == 0 && !isKilledAtOnce
    let asked = deletionTimestamp.flatMap { deletion in
      isFinal ? nil : deletion - .seconds(Double(deletionGracePeriodSeconds ?? 0))
    }
    // Times that contradict each other tell nothing.
    if let asked, let createdAt, asked < createdAt - .seconds(1) { return [] }
    var running = self
    var begin = createdAt
    var hasRun = false
    for index in running.containers.indices {
      if isKubeletsEnd, containers[index].isLost {
        running.containers[index].state = .running(startedAt: nil)
        if containers[index].kind == .main { hasRun = true }
      }
      guard let startedAt = containers[index].wasRunning(at: asked) else { continue }
      running.containers[index].state = .running(startedAt: startedAt)
      if containers[index].kind == .main { hasRun = true }
      begin = max(begin ?? startedAt, startedAt)
    }
    // The kubelets of some versions leave out the statuses of what they ended.
    let isBare = isKubeletsEnd && containers.allSatisfy { $0.state == .absent }
    guard hasRun || isBare, deletionTimestamp != nil || isKubeletsEnd, let begin else { return [] }
    running.phase = .running
    running.reason = nil
    running.message = nil
    running.generation = nil
    running.observedGeneration = nil
    var first = running
    first.isReady = nil
    first.readyReason = nil
    first.deletionTimestamp = nil
    first.deletionGracePeriodSeconds = nil
    first.disruptionReason = nil
    first.disruptionMessage = nil
    let firstAt = min(begin, asked ?? seenAt) + .milliseconds(250)
    var events = [Event(time: min(firstAt, seenAt), .pod(first))]
    if let asked, running.containers != containers, asked + .milliseconds(500) <= seenAt {
      if running.disruptionReason == "TerminationByKubelet" {
        running.disruptionReason = nil
        running.disruptionMessage = nil
      }
      let time = asked + .milliseconds(500)
      events.append(Event(time: time, .pod(running)))
      events.append(Event(time: time, .listed(.pods, uids: [uid])))
    }
    return events
  }

  /// The kubelet ended it without a deletion.
  private var isKubeletsEnd: Bool { phase == .failed && reason != nil || disruptionReason != nil }
}

extension ContainerObject {
  /// It ran, and the kubelet found it no more.
  fileprivate var isLost: Bool {
    termination?.reason == "ContainerStatusUnknown" && termination?.startedAt == nil
  }

  /// When it was started, if it ran at an instant; nil stands for the time before its end.
  fileprivate func wasRunning(at asked: Instant?) -> Instant? {
    switch state {
    case .running(let startedAt): startedAt
    case .terminated(let end):
      end.startedAt.flatMap { startedAt in
        // Some runtimes write 1970 for what never started.
        guard let finishedAt = end.finishedAt, startedAt.seconds > 0, finishedAt >= startedAt,
          asked.map({ finishedAt >= $0 }) ?? true
        else { return nil }
        return startedAt
      }
    case .waiting, .absent: nil
    }
  }
}
