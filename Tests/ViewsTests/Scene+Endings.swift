import PodStatus
import ShutdownModel
import Time

@testable import KubernetesObjects
@testable import LogText

extension Scene {
  /// The name of each tells its end.
  static func endingsState() -> State {
    var story = Story(scope: .selector("app=web", namespace: "shop"))
    story.clock(0)
    let names = [
      "clean", "ended", "killed", "killed-early", "cut", "timed-out", "crashed", "oom", "vanished",
      "unknown", "stuck",
    ]
    for name in names { story.pod(0, .ready("web-\(name)")) { $0.uid = name } }
    story.listed(0, .pods, Set(names))
    for name in names { story.delete(10, grace: 30, uid: name) }
    for name in names where !["ended", "unknown"].contains(name) {
      story.status(11, .draining, 12, elapsed: 1, signal: "SIGTERM", uid: name)
    }
    story.status(14, .drained, 0, elapsed: 4, signal: "SIGTERM", uid: "clean")
    story.end(14.4, uid: "clean")
    story.end(15.4, ["web": 143], uid: "ended")
    story.status(16.8, .draining, 5, elapsed: 6.8, signal: "SIGTERM", uid: "killed-early")
    story.end(17.4, ["web": 137], uid: "killed-early")
    story.status(18.2, .draining, 1204, elapsed: 8, signal: "SIGTERM", uid: "cut")
    story.end(18.4, ["web": 0], uid: "cut")
    story.status(20.2, .timedOut, 3, elapsed: 10, limit: 10, signal: "SIGTERM", uid: "timed-out")
    story.end(20.4, ["web": 0], uid: "timed-out")
    story.end(21.4, ["web": 139], uid: "crashed")
    story.exit(22.4, ["web": 137], reason: "OOMKilled", uid: "oom")
    story.gone(22.9, "oom")
    story.gone(24, "vanished")
    story.exit(25, ["web": 137], reason: "ContainerStatusUnknown", uid: "unknown")
    story.status(26, .drained, 0, elapsed: 6, signal: "SIGTERM", uid: "stuck")
    story.exit(26.4, uid: "stuck")
    story.status(39.8, .draining, 2, elapsed: 29, signal: "SIGTERM", uid: "killed")
    story.end(40.4, ["web": 137], finished: 40, uid: "killed")
    story.tick(55)
    return story.inOrder()
  }

  static func attachedState() -> State {
    var story = Story(
      scope: .endpoint("http://127.0.0.1:8080/shutdown-status", grace: .seconds(30)))
    for second in 0..<5 {
      story.feed(
        Double(second),
        .status(
          StatusObservation(
            pod: .unnamed, endpoint: "http://127.0.0.1:8080/shutdown-status",
            answer: .report(ShutdownStatus(phase: .running, inFlight: second + 3)))))
    }
    for second in 5..<16 {
      story.feed(
        Double(second),
        .status(
          StatusObservation(
            pod: .unnamed, endpoint: "http://127.0.0.1:8080/shutdown-status",
            answer: .report(
              ShutdownStatus(
                phase: .draining, inFlight: 16 - second, drainElapsedSeconds: Double(second) - 4.5,
                drainTimeoutSeconds: 25, signal: "SIGTERM")))))
    }
    story.tick(15.5)
    return story.inOrder()
  }
}
