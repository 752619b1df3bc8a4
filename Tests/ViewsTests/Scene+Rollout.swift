import PodStatus
import ShutdownModel

@testable import KubernetesObjects
@testable import LogText

extension Scene {
  static func rolloutState() -> State {
    var story = Story(scope: .workloads([deployment]))
    story.feed(0, .scope(.workloads([deployment]), clusterContext: "prod"))
    story.clock(0)
    for (name, hash, number) in [("rs-old", "5d68", 12), ("rs-new", "84bb", 13)] {
      story.feed(
        0,
        .revision(
          RevisionObject(
            uid: name, namespace: "shop", name: "web-\(hash)",
            owner: OwnerReference(kind: "Deployment", name: "web", uid: "web"), hash: hash,
            number: number, createdAt: .at(number == 12 ? -9000 : 20))))
    }
    story.workload(0, updated: 0, available: 8, revision: 12)
    let old = ["hq9mt", "ttmbd", "q7x2v", "n4dd8", "lk2p0", "8b29w", "xq2kw", "z9ccr"]
    for name in old { story.rolling(0, name, "5d68") }
    story.listed(0, .pods, Set(old))
    story.input(0, .logs("shop"), .following(5, notFollowed: 2))
    story.workload(20, updated: 3, available: 7, revision: 13)
    story.rolling(21, "fp5vg", "84bb")
    story.rolling(22, "m3kks", "84bb")
    story.rolling(70, "p6s4h", "84bb") {
      $0.phase = .pending
      $0.isReady = false
      $0.containers = [.waiting("web", "ContainerCreating")]
      $0.createdAt = .at(69)
    }
    for (index, uid) in (old + ["fp5vg", "m3kks"]).enumerated() {
      story.endpoint(30, uid, isReady: true)
      let end = uid == "xq2kw" || uid == "z9ccr" ? 39.0 : 76
      for second in stride(from: 30.0, to: end, by: 2) {
        let count = (Int(second) * 7 + index * 5) % 11 + 3
        story.status(second + Double(index) / 100, .running, count, uid: uid)
      }
    }
    // One that was empty at its end, and one that was killed with work left.
    story.delete(40, grace: 20, uid: "xq2kw")
    story.status(41, .draining, 4, elapsed: 1, signal: "SIGTERM", uid: "xq2kw")
    story.status(46, .drained, 0, elapsed: 6, signal: "SIGTERM", uid: "xq2kw")
    story.end(46.4, ["web": 0], finished: 46, uid: "xq2kw")
    story.delete(42, grace: 20, uid: "z9ccr")
    story.status(61.6, .draining, 3, elapsed: 19, signal: "SIGTERM", uid: "z9ccr")
    story.end(62.4, ["web": 137], finished: 62, uid: "z9ccr")
    // hq9mt will not finish in time.
    story.delete(74, grace: 20, uid: "hq9mt")
    story.killing(74.1, uid: "hq9mt")
    story.endpoint(74.2, "hq9mt", isReady: false, isTerminating: true)
    story.log(74.3, .signal, text: "received SIGTERM, draining", uid: "hq9mt")
    for half in 0..<32 {
      story.status(
        74.4 + Double(half) / 2, .draining, 12 - half / 6, elapsed: Double(half) / 2, limit: 25,
        signal: "SIGTERM", uid: "hq9mt")
      if half % 6 == 5 {
        let left = 12 - half / 6
        story.log(
          74.5 + Double(half) / 2, .waiting, left, text: "still waiting, \(left) in flight",
          uid: "hq9mt")
      }
    }
    // n4dd8 still runs past its SIGKILL, q7x2v refuses its status, lk2p0 is unseen.
    story.delete(76, grace: 10, uid: "n4dd8")
    story.status(77, .draining, 2, elapsed: 1, signal: "SIGTERM", uid: "n4dd8")
    story.delete(80, grace: 30, uid: "q7x2v")
    story.endpoint(80.3, "q7x2v", isReady: false, isServing: true, isTerminating: true)
    for second in 81..<90 { story.answer(Double(second), .refused, uid: "q7x2v") }
    story.delete(86, grace: 30, uid: "lk2p0", seen: false)
    for second in 86..<90 { story.status(Double(second), .running, 6, uid: "lk2p0") }
    // ttmbd is in its hook, of unknown length.
    story.delete(87, grace: 20, uid: "ttmbd")
    story.endpoint(87.2, "ttmbd", isReady: false, isTerminating: true)
    for half in 0..<6 { story.status(87.1 + Double(half) / 2, .running, 12, uid: "ttmbd") }
    for (uid, count) in [("fp5vg", 11), ("m3kks", 0), ("8b29w", 9)] {
      for second in stride(from: 77.0, to: 90, by: 2) {
        story.status(second, .running, count, uid: uid)
      }
    }
    story.tick(90)
    return story.inOrder()
  }
}

extension Story {
  fileprivate mutating func workload(
    _ seconds: Double, updated: Int, available: Int, revision: Int
  ) {
    feed(
      seconds,
      .workload(
        WorkloadObject(
          id: Scene.deployment, uid: "web", generation: revision, observedGeneration: revision,
          desiredReplicas: 8, replicas: 8, updatedReplicas: updated, readyReplicas: available,
          availableReplicas: available, revision: revision,
          strategy: .rollingUpdate(maxSurge: "25%", maxUnavailable: "0", partition: nil),
          selector: "app=web", progressing: .init(reason: "ReplicaSetUpdated", isTrue: true))))
  }

  fileprivate mutating func rolling(
    _ seconds: Double, _ name: String, _ hash: String,
    _ change: (inout PodObject) -> Void = { _ in }
  ) {
    pod(seconds, .ready("web-\(hash)-\(name)", [.running("web", preStop: .exec())])) {
      $0.uid = name
      $0.owner = OwnerReference(
        kind: "ReplicaSet", name: "web-\(hash)", uid: hash == "5d68" ? "rs-old" : "rs-new")
      $0.revisionHash = hash
      $0.terminationGracePeriodSeconds = 20
      change(&$0)
    }
  }

  fileprivate mutating func endpoint(
    _ seconds: Double, _ uid: String, isReady: Bool, isServing: Bool = false,
    isTerminating: Bool = false
  ) {
    feed(
      seconds,
      .endpointSlice(
        EndpointSliceObject(
          uid: "slice-\(uid)", name: "web-\(uid)",
          endpoints: [
            .init(
              podUID: uid, isReady: isReady, isServing: isServing || isReady,
              isTerminating: isTerminating)
          ])))
  }
}
