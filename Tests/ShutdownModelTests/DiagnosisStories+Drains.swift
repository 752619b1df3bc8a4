import PodStatus
import ShutdownModel

@testable import KubernetesObjects
@testable import LogText

extension RuleStory {
  static let drains: [(fires: RuleStory, near: RuleStory)] = [
    (
      RuleStory("R09", "its own limit is as long as the grace") {
        var story = Story.asked()
        story.polls(10.5...14, .draining, limit: 20) { _ in (3, nil) }
        return story
      },
      RuleStory("R09", "its own limit is a second below the grace") {
        var story = Story.asked()
        story.polls(10.5...14, .draining, limit: 19) { _ in (3, nil) }
        return story
      }
    ),
    (
      RuleStory("R09", "its variable allows more than the hook leaves") {
        Story.asked([
          .web(
            preStop: .sleep(seconds: 5), ownLimit: .init(seconds: 18, setting: "DRAIN_TIMEOUT"))
        ])
      },
      RuleStory("R09", "its variable allows what the hook leaves, less a second") {
        Story.asked([
          .web(
            preStop: .sleep(seconds: 5), ownLimit: .init(seconds: 14, setting: "DRAIN_TIMEOUT"))
        ])
      }
    ),
    (
      RuleStory("R13", "nothing is left, and it waits for connections") {
        var story = Story.asked()
        story.says(10.2, "Waiting for connections to close. (CTRL+C to force quit)", .waiting)
        story.polls(10.5...18, .draining) { _ in (0, nil) }
        return story
      },
      RuleStory("R13", "it waits for connections, and they end") {
        var story = Story.asked()
        story.says(10.2, "Waiting for connections to close. (CTRL+C to force quit)", .waiting)
        story.polls(10.5...18, .draining) { (max(0, Int((18 - $0))), nil) }
        return story
      }
    ),
    (
      RuleStory("R15", "streams are open deep into the drain") {
        var story = Story.asked()
        story.polls(10.5...16, .draining, streams: 3) { _ in (3, nil) }
        return story
      },
      RuleStory("R15", "streams close within two seconds") {
        var story = Story.asked()
        story.polls(10.5...12, .draining, streams: 3) { _ in (3, nil) }
        story.polls(12.5...13, .draining, streams: 0) { _ in (0, nil) }
        return story
      }
    ),
    (
      RuleStory("R16", "gRPC streams are open deep into the drain") {
        var story = Story.asked([.web(ports: [.init(name: "grpc", number: 9000)])])
        story.polls(10.5...16, .draining, streams: 3) { _ in (3, nil) }
        return story
      },
      RuleStory("R16", "streams of another kind") {
        var story = Story.asked()
        story.polls(10.5...16, .draining, streams: 3) { _ in (3, nil) }
        return story
      }
    ),
    (
      RuleStory("R26", "the status port closes long before the end") {
        var story = Story.asked()
        story.polls(10.5...12, .draining) { _ in (3, nil) }
        for time in stride(from: 12.5, through: 17, by: 0.5) { story.answer(time, .refused) }
        story.end(17.6, finished: 17)
        return story
      },
      RuleStory("R26", "the status port closes with the process") {
        var story = Story.asked()
        story.polls(10.5...12, .draining) { _ in (0, nil) }
        for time in stride(from: 12.5, through: 17, by: 0.5) { story.answer(time, .refused) }
        // The API shows its end five seconds late.
        story.end(17.6, finished: 12)
        return story
      }
    ),
    (
      RuleStory("R28", "it says that it has drained, and lives on") {
        var story = Story.asked()
        story.polls(10.5...12, .draining) { _ in (1, nil) }
        story.polls(12.5...20, .drained) { _ in (0, nil) }
        return story
      },
      RuleStory("R28", "it says that it has drained, and ends") {
        var story = Story.asked()
        story.polls(10.5...12, .draining) { _ in (1, nil) }
        story.polls(12.5...13.5, .drained) { _ in (0, nil) }
        story.end(14, finished: 13)
        return story
      }
    ),
    (
      RuleStory("R33", "gunicorn kills its worker and asks for memory") {
        var story = Story.asked()
        story.says(10.1, "[INFO] Handling signal: term", .signal)
        story.says(15, "[ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?")
        return story
      },
      RuleStory("R33", "the container did run out of memory") {
        var story = Story.asked()
        story.says(15, "[ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?")
        story.exit(16, ["web": 137], reason: "OOMKilled", finished: 16)
        return story
      }
    ),
    (
      RuleStory("R38", "it gives up by its own limit long before the grace is over") {
        var story = Story.asked()
        story.polls(10.5...14.5, .draining, limit: 5) { _ in (3, nil) }
        story.status(15.2, .timedOut, 3, elapsed: 5, limit: 5)
        story.end(15.6, ["web": 1], finished: 15)
        return story
      },
      RuleStory("R38", "it is done before its own limit") { drained(.web()) }
    ),
    (
      RuleStory("R39", "killed with work left") {
        var story = Story.asked()
        story.polls(10.5...29.5, .draining) { (max(2, 12 - Int(($0 - 10) / 2)), nil) }
        story.end(30.2, ["web": 137], finished: 30)
        return story
      },
      RuleStory("R39", "killed with nothing left") {
        var story = Story.asked()
        story.polls(10.5...29.5, .draining) { (max(0, 12 - Int($0 - 10)), nil) }
        story.end(30.2, ["web": 137], finished: 30)
        return story
      }
    ),
  ]

  static let deletions: [(fires: RuleStory, near: RuleStory)] = [
    (
      RuleStory("R17", "the plain proxy ends 3 s before the program") {
        var story = Story.asked([.web(), .named("istio-proxy")])
        story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
        story.exit(13.6, finished: 13, finishedOf: ["istio-proxy": 10])
        return story
      },
      RuleStory("R17", "the plain proxy ends with the program") {
        var story = Story.asked([.web(), .named("istio-proxy")])
        story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
        story.exit(13.6, finished: 13)
        return story
      }
    ),
    (
      RuleStory("R22", "evicted with a grace of an hour") {
        Story.asked(grace: 3600) { $0.disruptionReason = "EvictionByEvictionAPI" }
      },
      RuleStory("R22", "evicted with a grace of ten minutes") {
        Story.asked(grace: 600) { $0.disruptionReason = "EvictionByEvictionAPI" }
      }
    ),
    (
      RuleStory("R35", "deleted with less than its own grace") { Story.asked(grace: 5, own: 60) },
      RuleStory("R35", "deleted with its own grace") { Story.asked(grace: 60) }
    ),
    (
      RuleStory("R35", "shortened by a second deletion") {
        var story = Story.asked(grace: 60)
        story.modify(15) {
          $0.deletionTimestamp = .at(20)
          $0.deletionGracePeriodSeconds = 5
        }
        return story
      },
      RuleStory("R35", "the kubelet's own delete is the end") { drained(.web()) }
    ),
    (
      RuleStory("R36", "removed by force while it runs") {
        var story = Story.ofRunningPod([.web()])
        story.status(9.5, .running, 4)
        story.modify(10) {
          $0.deletionTimestamp = .at(10)
          $0.deletionGracePeriodSeconds = 0
        }
        story.gone(10)
        return story
      },
      RuleStory("R36", "removed when its containers have ended") { drained(.web()) }
    ),
    (
      RuleStory("R37", "a finalizer holds the object") {
        var story = Story.asked { $0.finalizers = ["shop.example/cleanup"] }
        story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
        story.exit(13.6, finished: 13)
        story.finalDelete(14)
        story.tick(40)
        return story
      },
      RuleStory("R37", "the object goes with its containers") { drained(.web()) }
    ),
    (
      RuleStory("R30", "more pods terminate than there are replicas") {
        var story = Story()
        story.workload(0, replicas: 2)
        for number in 1...3 { story.pod(0, .ready("web-\(number)", [.web()])) }
        for number in 1...3 { story.delete(10, grace: 600, uid: "web-\(number)") }
        return story
      },
      RuleStory("R30", "as many pods terminate as there are replicas") {
        var story = Story()
        story.workload(0, replicas: 3)
        for number in 1...3 { story.pod(0, .ready("web-\(number)", [.web()])) }
        for number in 1...3 { story.delete(10, grace: 600, uid: "web-\(number)") }
        return story
      }
    ),
    (
      RuleStory("R40", "five drain in 2 s, and one hangs for ten minutes") {
        farTooLong(grace: 600)
      },
      RuleStory("R40", "five drain in 2 s, and one hangs for 15 s") { farTooLong(grace: 15) }
    ),
    (
      RuleStory("R41", "the rollout stands still past half of its deadline") {
        var story = stalled()
        story.tick(75)
        return story
      },
      RuleStory("R41", "the rollout stands still for less than half of its deadline") {
        var story = stalled()
        story.tick(55)
        return story
      }
    ),
  ]

  private static func stalled() -> Story {
    var story = Story()
    story.workload(0, progressing: .init(reason: "NewReplicaSetAvailable", isTrue: true))
    story.pod(0, .ready("web-1", [.web()]))
    story.workload(
      10, updated: 1, available: 3,
      progressing: .init(reason: "ReplicaSetUpdated", isTrue: true, updatedAt: .at(10)),
      deadline: 100)
    return story
  }

  private static func farTooLong(grace: Int) -> Story {
    var story = Story()
    story.workload(0, replicas: 6)
    for number in 1...6 {
      story.pod(0, .ready("web-\(number)", [.web()]))
      story.status(9.5, .running, 0, uid: "web-\(number)")
    }
    for number in 1...5 {
      let uid = "web-\(number)"
      story.delete(10, grace: grace, uid: uid)
      story.status(10.5, .drained, 0, elapsed: 0.3, uid: uid)
      story.end(12.5, finished: 12, uid: uid)
    }
    story.delete(20, grace: grace, uid: "web-6")
    for time in stride(from: 20.5, to: 20 + Double(grace), by: Double(grace) / 20) {
      story.status(time, .running, 0, uid: "web-6")
    }
    let end = 20 + Double(grace)
    story.end(end + 0.3, ["web": 137], finished: end, uid: "web-6")
    return story
  }
}
