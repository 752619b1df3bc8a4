import PodStatus
import ShutdownModel

@testable import KubernetesObjects

extension RuleStory {
  /// A served pod that drains, whose accepted tasks go on growing until a moment.
  static func arriving(
    until last: Double, for length: Double, serving: Bool = false,
    _ container: ContainerObject = .web(), grace: Int = 60
  ) -> Story {
    var story = Story.ofRunningPod([container]) { $0.terminationGracePeriodSeconds = grace }
    story.slice(1, ready: true)
    story.status(9.5, .running, 4)
    story.delete(10, grace: grace)
    story.slice(10.1, ready: false, serving: serving)
    story.polls(10.5...10 + length, .draining) { time in
      (4, time <= last ? Int(time * 2) : Int(last * 2))
    }
    return story
  }

  static let traffic: [(fires: RuleStory, near: RuleStory)] = [
    (
      RuleStory("R01", "tasks arrive after the signal, and nothing delays it") {
        arriving(until: 11.5, for: 4)
      },
      RuleStory("R01", "nothing arrives after the signal") { arriving(until: 10, for: 4) }
    ),
    (
      RuleStory("R01", "it refuses connections while it is still served") {
        var story = Story.ofRunningPod([.web()])
        story.slice(1, ready: true)
        story.status(9.5, .running, 4)
        story.delete(10)
        for time in stride(from: 10.5, through: 14, by: 0.5) { story.answer(time, .refused) }
        return story
      },
      RuleStory("R01", "it refuses connections behind a hook that waits") {
        var story = Story.ofRunningPod([.web(preStop: .sleep(seconds: 5))])
        story.slice(1, ready: true)
        story.status(14.5, .running, 4)
        story.delete(10)
        for time in stride(from: 15.5, through: 19, by: 0.5) { story.answer(time, .refused) }
        return story
      }
    ),
    (
      RuleStory("R02", "an AWS target group, and no delay") {
        Story.asked { $0.readinessGates = ["target-health.elbv2.k8s.aws/k8s-shop-web-1"] }
      },
      RuleStory("R02", "an AWS target group, and a delay of 25 s") {
        Story.asked([.web(preStop: .sleep(seconds: 25))], grace: 60) {
          $0.readinessGates = ["target-health.elbv2.k8s.aws/k8s-shop-web-1"]
        }
      }
    ),
    (
      RuleStory("R14", "connections are reset right after the signal") {
        var story = Story.asked()
        story.status(10.4, .draining, 1, elapsed: 0.3, signal: "SIGTERM")
        story.says(10.6, "read tcp 10.0.0.1:8080: connection reset by peer")
        return story
      },
      RuleStory("R14", "a connection is reset late in the drain") {
        var story = Story.asked()
        story.status(10.4, .draining, 1, elapsed: 0.3, signal: "SIGTERM")
        story.says(16, "read tcp 10.0.0.1:8080: connection reset by peer")
        return story
      }
    ),
    (
      RuleStory("R19", "it passes its probe while it drains and work arrives") {
        arriving(until: 22, for: 12, serving: true)
      },
      RuleStory("R19", "it passes its probe while it drains and nothing arrives") {
        arriving(until: 11, for: 12, serving: true)
      }
    ),
    (
      RuleStory("R21", "the kubelet ends it for its node's shutdown") {
        var story = Story.ofRunningPod([.web()])
        story.slice(1, ready: true)
        story.modify(10) {
          $0.phase = .failed
          $0.reason = "Terminated"
          $0.containers[0].end(0, at: 10, reason: nil, startedAt: .at(-3600))
        }
        return story
      },
      RuleStory("R21", "the kubelet evicts it from a full node") {
        var story = Story.ofRunningPod([.web()])
        story.slice(1, ready: true)
        story.modify(10) {
          $0.phase = .failed
          $0.reason = "Evicted"
          $0.containers[0].end(0, at: 10, reason: nil, startedAt: .at(-3600))
        }
        return story
      }
    ),
    (
      RuleStory("R24", "tasks arrive 20 s after the deletion") {
        arriving(until: 31, for: 25, .web(preStop: .sleep(seconds: 1)))
      },
      RuleStory("R24", "tasks arrive up to 10 s after the deletion") {
        arriving(until: 20, for: 25, .web(preStop: .sleep(seconds: 1)))
      }
    ),
    (
      RuleStory("R29", "40 in flight are gone before the deletion") {
        var story = Story.ofRunningPod([.web()])
        story.polls(1...6, .running) { _ in (40, 1000) }
        story.polls(6.5...9.5, .running) { _ in (0, 1003) }
        story.delete(10)
        story.polls(10.5...11, .draining) { _ in (0, 1003) }
        return story
      },
      RuleStory("R29", "40 in flight are done before the deletion") {
        var story = Story.ofRunningPod([.web()])
        story.polls(1...6, .running) { _ in (40, 1000) }
        story.polls(6.5...9.5, .running) { _ in (0, 1040) }
        story.delete(10)
        story.polls(10.5...11, .draining) { _ in (0, 1040) }
        return story
      }
    ),
  ]
}
