internal import KubernetesObjects
public import Time

/// That a pod's node does not answer: nothing that the object says of the pod's containers is news.
public struct NodeLoss: Equatable, Sendable {
  /// On the cluster's clock.
  public var since: Instant
  /// The field or the event that says so, as harmless text.
  public var evidence: String
}

extension Pod {
  /// Whether anything may be said of what its program does now.
  ///
  /// Nothing is known of it while no container of the pod's own has run, while its node is lost, and
  /// behind the one look at it that a file holds.
  public var isProgramKnown: Bool {
    nodeLoss == nil && !isOnlyGlimpsed
      && (shutdown?.origin != .deletion || shutdown?.participants.isEmpty == false)
  }

  /// Takes over whether the node is lost, as a version of the object shows it.
  mutating func noteNodeLoss(before: PodObject?, at now: Instant) {
    if object.reason == "NodeLost" {
      nodeLoss =
        nodeLoss
        ?? NodeLoss(since: now, evidence: object.statedCause?.evidence ?? "status.reason NodeLost")
      return
    }
    guard nodeLoss != nil, let before else { return }
    let isHeard =
      object.isReady == true || object.phase != before.phase && object.phase.isTerminal
      || zip(object.containers, before.containers).contains { $0.state != $1.state }
      || object.observedGeneration != before.observedGeneration
    if isHeard { endNodeLoss(at: now) }
  }

  /// Takes over whether the node is lost, as an event about the pod tells it.
  mutating func noteNodeLoss(_ event: EventObject, at now: Instant) {
    if event.reason == "NodeNotReady", object.isReady != true {
      let since = event.time ?? now
      // One of a node that has come back since is listed for an hour.
      guard now - since <= Pod.nodeLossIsNews, nodeLoss == nil,
        !events.contains(where: { $0.isOfKubelet && ($0.time ?? .distantPast) > since })
      else { return }
      nodeLoss = NodeLoss(since: since, evidence: event.text)
    } else if let nodeLoss, event.isOfKubelet, (event.time ?? now) > nodeLoss.since {
      endNodeLoss(at: now)
    }
  }

  /// The node is back: a kubelet that could not see the deletion begins its kill only now.
  private mutating func endNodeLoss(at now: Instant) {
    if let since = nodeLoss?.since, let shutdown, phase < .exited,
      since <= shutdown.asked ?? shutdown.seenAt
    {
      self.shutdown?.deadline?.restart(at: now)
    }
    nodeLoss = nil
  }

  private static let nodeLossIsNews = TimeSpan.seconds(900)
}

extension EventObject {
  /// The pod's kubelet says it, so that its node is there.
  fileprivate var isOfKubelet: Bool { source == "kubelet" }
}
