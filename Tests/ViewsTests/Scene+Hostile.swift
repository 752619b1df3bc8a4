import PodStatus
import ShutdownModel

@testable import KubernetesObjects

extension Scene {
  /// Long, wide, combining and deceiving names; the reducer's inputs have made them harmless.
  static func hostileState() -> State {
    var story = Story()
    story.feed(0, .scope(.namespace("shop"), clusterContext: "ümläut/集群"))
    story.clock(0)
    let long = "a-name-as-long-as-kubernetes-allows-" + String(repeating: "x", count: 200) + "-end1"
    for (kind, name) in [
      (WorkloadID.Kind.deployment, "web"), (.statefulSet, "データベース"), (.daemonSet, "node-agent"),
    ] {
      story.feed(
        0,
        .workload(
          WorkloadObject(
            id: WorkloadID(kind: kind, namespace: "shop", name: name), uid: name,
            desiredReplicas: 3, replicas: 3, updatedReplicas: name == "web" ? 1 : 3,
            readyReplicas: 3, availableReplicas: 2,
            progressing: name == "web"
              ? .init(reason: "ProgressDeadlineExceeded", isTrue: false) : nil)))
    }
    let pods = [
      (long, "web", "Deployment"), ("web-e\u{301}\u{302}\u{303}-1", "web", "Deployment"),
      ("データベース-0", "データベース", "StatefulSet"), ("데이터-🚀-1", "データベース", "StatefulSet"),
      ("x", "node-agent", "DaemonSet"), ("node-agent-\u{FFFD}[31m", "node-agent", "DaemonSet"),
    ]
    for (name, owner, kind) in pods {
      story.pod(0, .ready(name)) {
        $0.owner = OwnerReference(kind: kind, name: owner, uid: owner)
      }
    }
    story.listed(0, .pods, Set(pods.map(\.0)))
    for (index, pod) in pods.enumerated() {
      story.status(1, .running, [0, 7, 99, 1204, 123_456_789, 3][index], uid: pod.0)
    }
    story.delete(2, grace: 3600, uid: long)
    story.delete(3, grace: 90, uid: "データベース-0")
    story.status(4, .draining, 99, elapsed: 1, signal: "SIGTERM", uid: "データベース-0")
    let lines = [
      "plain ASCII, and long: " + String(repeating: "0123456789 ", count: 25),
      "日本語のログ: 残り7件", "한국어 로그 줄", "e\u{301}a\u{308}o\u{302} combining", "🚀🎉 emoji, ❤\u{FE0F} red",
      "مرحبا بالعالم", "one \u{FFFD} replaced", "half width ｱｲｳ, full width ＡＢＣ",
    ]
    for (index, text) in lines.enumerated() {
      story.log(
        5 + Double(index) / 10, nil, text: text, uid: pods[index % pods.count].0)
    }
    story.feed(6, .logDropped(count: 1234, source: "shop/データベース-0"))
    story.input(6, .watch(.pods), .lost("connection refused"))
    story.input(6, .status, .degraded("no right to pods/proxy: no status is polled 集群"))
    story.feed(6, .commandOutput("deployment.apps/web restarted"))
    story.tick(8)
    return story.inOrder()
  }
}
