import ShutdownModel

@testable import KubernetesObjects

/// A Deployment `web` of one pod.
extension Story {
  /// What a run that watches a Deployment lists.
  static let lists: [ResourceKind] = [.deployments, .replicaSets, .pods]

  /// The Deployment and its pod are seen at 0.
  static func ofDeployment(_ goal: Goal) -> Story {
    var story = Story(scope: .workloads([.web]), goal: goal)
    story.feed(0, .workload(.web(1)))
    story.pod(0, .ready("web-1"))
    return story
  }

  /// A rollout to a second revision, seen from its start; `web-1` is deleted at 4.
  static func ofRollout(_ goal: Goal) -> Story {
    var story = ofDeployment(goal)
    story.feed(0, .revision(.web("abc", 1)))
    story.feed(0, .workload(.web(2, observed: 1)))
    story.listAll()
    story.feed(1, .revision(.web("new", 2)))
    story.pod(2, .ready("web-2")) {
      $0.revisionHash = "new"
      $0.owner = OwnerReference(kind: "ReplicaSet", name: "web-new", uid: "rs-new")
    }
    story.feed(3, .workload(.web(2, total: 2)))
    story.delete(4)
    return story
  }

  /// Every list has been read to its end.
  mutating func listAll() {
    listed(0, .deployments, ["web"])
    listed(0, .replicaSets, ["rs-abc", "rs-new"])
    listed(0, .pods, Set(objects.keys))
  }
}

extension WorkloadID {
  static let web = WorkloadID(kind: .deployment, namespace: Story.namespace, name: "web")
}

extension WorkloadObject {
  static func web(
    _ generation: Int, observed: Int? = nil, updated: Int = 1, total: Int = 1, available: Int = 1,
    progressing: String? = nil
  ) -> WorkloadObject {
    WorkloadObject(
      id: .web, uid: "web", generation: generation, observedGeneration: observed ?? generation,
      desiredReplicas: 1, replicas: total, updatedReplicas: updated, readyReplicas: available,
      availableReplicas: available,
      progressing: progressing.map { WorkloadObject.Progressing(reason: $0, isTrue: false) })
  }
}

extension RevisionObject {
  static func web(_ hash: String, _ number: Int) -> RevisionObject {
    RevisionObject(
      uid: "rs-\(hash)", namespace: Story.namespace, name: "web-\(hash)",
      owner: OwnerReference(kind: "Deployment", name: "web", uid: "web"), hash: hash,
      number: number)
  }
}
