import KubernetesObjects
import Time

extension State {
  mutating func observeEvent(_ event: EventObject) {
    guard event.isAboutPod else { return observeOwnerEvent(event) }
    guard
      let index = podIndex[event.involvedUID]
        ?? (event.involvedUID.isEmpty ? podIndexByName[event.involvedName] : nil)
    else {
      eventsWithoutPod.append(event)
      if eventsWithoutPod.count > State.eventsWithoutPodLimit { eventsWithoutPod.removeFirst() }
      return
    }
    take(event, index)
    evaluate(index)
  }

  private mutating func take(_ event: EventObject, _ index: Int) {
    pods[index].take(event, at: now, thresholds, wasBlind: podsBlindUntil != nil)
  }

  /// Events may be listed before their pod is: watches are not ordered among each other.
  mutating func takeEarlierEvents(_ index: Int) {
    guard !eventsWithoutPod.isEmpty else { return }
    let (uid, name) = (pods[index].uid, pods[index].object.name)
    func isOfPod(_ event: EventObject) -> Bool {
      event.involvedUID.isEmpty ? event.involvedName == name : event.involvedUID == uid
    }
    for event in eventsWithoutPod where isOfPod(event) { take(event, index) }
    eventsWithoutPod.removeAll(where: isOfPod)
  }

  private static let eventsWithoutPodLimit = 500
}

extension Pod {
  /// Takes a Kubernetes event about the pod into account.
  mutating func take(
    _ event: EventObject, at now: Instant, _ thresholds: Thresholds, wasBlind: Bool
  ) {
    if let index = events.firstIndex(where: { $0.uid == event.uid }) { events.remove(at: index) }
    events.append(event)
    if events.count > Pod.eventLimit { events.removeFirst() }
    agenda.needsCause = true
    noteNodeLoss(event, at: now)
    // The same reason stands for a restart after a failed liveness probe.
    if event.reason == "Killing", event.message.hasPrefix("Stopping container") {
      said.killingSeenAt = now
      kubeletSaw(
        at: now, by: event.time.map { min($0 + .seconds(1), now) }, wasBlind: wasBlind)
    }
    if event.reason == "FailedPreStopHook" {
      hookFailed(at: event.time.map { min($0 + .milliseconds(500), now) } ?? now, now: now)
    }
  }
}
