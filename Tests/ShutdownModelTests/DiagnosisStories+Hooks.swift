import PodStatus
import ShutdownModel

@testable import KubernetesObjects

extension RuleStory {
  static let hooks: [(fires: RuleStory, near: RuleStory)] = [
    (
      RuleStory("R07", "an exec hook fails at once") {
        var story = Story.asked([.web(preStop: .exec(.init(program: "sleep", leastSeconds: 5)))])
        story.eventAt(10.5, "FailedPreStopHook", "PreStopHook failed")
        story.polls(10.5...13, .draining) { _ in (3, nil) }
        return story
      },
      RuleStory("R07", "the process ends under its exec hook") {
        var story = Story.asked([.web(preStop: .exec(.init(program: "sleep", leastSeconds: 5)))])
        story.eventAt(11, "FailedPreStopHook", "PreStopHook failed")
        story.end(11.5, finished: 11)
        return story
      }
    ),
    (
      RuleStory("R08", "the hook sleeps as long as the grace") {
        var story = Story.asked([
          .web(preStop: .exec(.init(program: "sh", leastSeconds: 30)))
        ])
        story.polls(10.5...29.5, .running) { _ in (3, nil) }
        story.polls(30.5...31.5, .draining, from: 30) { _ in (3, nil) }
        story.end(32.2, ["web": 137], finished: 32)
        return story
      },
      RuleStory("R08", "the hook leaves the program three seconds") {
        var story = Story.asked([.web(preStop: .sleep(seconds: 17))])
        story.polls(10.5...29, .running) { _ in (3, nil) }
        return story
      }
    ),
    (
      RuleStory("R10", "the hook sends HUP and returns") {
        var story = Story.asked([
          .web(preStop: .exec(.init(program: "sh", isExact: true, onlySends: "HUP")))
        ])
        story.polls(10.5...14, .draining) { _ in (3, nil) }
        return story
      },
      RuleStory("R10", "the hook sends HUP and waits") {
        var story = Story.asked([.web(preStop: .exec(.init(program: "sh", leastSeconds: 5)))])
        story.polls(10.5...14, .draining) { _ in (3, nil) }
        return story
      }
    ),
    (
      RuleStory("R11", "the hook asks the program to quit, and its end cuts the hook off") {
        var story = Story.asked([
          .web(preStop: .exec(.init(program: "nginx", leastSeconds: 15, endsProgram: true)))
        ])
        story.polls(10.5...13, .draining) { (max(0, Int((13 - $0) * 2)), nil) }
        story.eventAt(13, "FailedPreStopHook", "PreStopHook failed")
        story.end(13.6, finished: 13)
        return story
      },
      RuleStory("R11", "SIGTERM ends the program behind a hook that failed") {
        var story = Story.asked([
          .web(preStop: .exec(.init(program: "nginx", leastSeconds: 15, endsProgram: true)))
        ])
        story.eventAt(10.5, "FailedPreStopHook", "PreStopHook failed")
        story.end(11.6, ["web": 143], finished: 11)
        return story
      }
    ),
    (
      RuleStory("R12", "an httpGet hook outlasts the grace") {
        var story = Story.asked([.web(preStop: .httpGet)])
        story.polls(10.5...29.5, .running) { _ in (3, nil) }
        story.polls(30.5...31.5, .draining, from: 30) { _ in (3, nil) }
        story.end(32.2, ["web": 137], finished: 32)
        return story
      },
      RuleStory("R12", "an httpGet hook that began the drain waits for it") {
        var story = Story.asked([.web(preStop: .httpGet)])
        for time in stride(from: 10.5, through: 31, by: 0.5) {
          story.status(
            time, .draining, 3, elapsed: time - 10.2, signal: "http")
        }
        return story
      }
    ),
    (
      RuleStory("R18", "the mesh takes the hook's port") {
        var story = Story.asked([.web(preStop: .httpGet), .named("istio-proxy")])
        story.eventAt(10.5, "FailedPreStopHook", "PreStopHook failed")
        story.polls(10.5...13, .draining) { _ in (3, nil) }
        return story
      },
      RuleStory("R18", "an httpGet hook that works") {
        var story = Story.asked([.web(preStop: .httpGet), .named("istio-proxy")])
        story.polls(10.5...13, .draining) { _ in (3, nil) }
        return story
      }
    ),
  ]
}

extension Story {
  /// A Kubernetes event that carries its time, as the API server's do.
  mutating func eventAt(_ seconds: Double, _ reason: String, _ message: String) {
    feed(
      seconds,
      .event(
        EventObject(
          uid: "event-\(events.count)", involvedUID: "web-1", container: "web", isWarning: true,
          reason: reason, message: message, time: .at(seconds.rounded(.down)))))
  }
}
