import PodStatus
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects

/// A run that saw nothing is no success, and what nobody saw to end has an unknown end.
@Suite struct UnseenRunTests {
  private static let never = Goal(until: .drained)
  private static let minute = Goal(duration: .seconds(60))

  @Test func `a namespace with nothing in it is 1, at once`() {
    var story = Story(goal: Self.never)
    for kind in ResourceKind.allCases { story.listed(0, kind, []) }
    #expect(story.summary?.exitCode == 1)
    #expect(story.summary?.reason.contains("namespace shop has no workloads and no pods") == true)
  }

  @Test func `a selector that has matched nothing by the end is 1`() {
    for (goal, stop) in [
      (Self.minute, nil), (Goal(until: .drained, timeout: .seconds(60)), nil),
      (Goal(), StopReason.quit),
    ] {
      var story = Story(scope: .selector("app=web", namespace: "shop"), goal: goal)
      story.listed(0, .pods, [])
      #expect(story.summary == nil)
      if let stop { story.feed(50, .stop(stop)) } else { story.tick(61) }
      #expect(story.summary?.exitCode == 1)
      #expect(story.state.notices.last?.contains("app=web has matched no pod") == true)
    }
  }

  @Test func `a selector whose pod was only seen to run is 0`() {
    var story = Story(scope: .selector("app=web", namespace: "shop"), goal: Self.minute)
    story.pod(0, .ready("web-1"))
    story.listed(0, .pods, ["web-1"])
    story.tick(61)
    #expect(story.summary?.exitCode == 0)
  }

  @Test func `pods that may not be read are 1, and 2 once a shutdown was seen`() {
    for hasShutdown in [false, true] {
      var story = Story.ofDeployment(Self.minute)
      story.listAll()
      if hasShutdown {
        story.delete(5)
        story.end(8)
      }
      story.input(10, .watch(.pods), .degraded("pods: needs the right list on pods"))
      story.tick(61)
      #expect(story.summary?.exitCode == (hasShutdown ? 2 : 1))
      #expect(story.state.notices.last == "pods: needs the right list on pods")
    }
  }

  @Test func `a right that was granted before the end is no matter`() {
    var story = Story.ofDeployment(Self.minute)
    story.input(0, .watch(.pods), .degraded("pods: needs the right"))
    story.input(10, .watch(.pods), .restored("pods: needs the right"))
    story.listAll()
    story.tick(61)
    #expect(story.summary?.exitCode == 0)
  }

  @Test(arguments: [InputID.proxy, .watch(.pods)])
  func `a cluster that is lost at the end is 1, and 2 once a shutdown was seen`(input: InputID) {
    for hasShutdown in [false, true] {
      var story = Story.ofDeployment(Self.minute)
      story.listAll()
      if hasShutdown {
        story.delete(5)
        story.end(8)
      }
      story.input(50, input, .lost("no answer in time"))
      story.tick(61)
      #expect(story.summary?.exitCode == (hasShutdown ? 2 : 1))
      #expect(story.state.notices.last?.contains("lost for 10 s (no answer in time)") == true)
    }
  }

  @Test func `a cluster that came back before the end is no matter`() {
    var story = Story.ofDeployment(Self.minute)
    story.listAll()
    story.input(30, .proxy, .lost("no answer in time"))
    story.input(50, .proxy, .connected)
    story.tick(61)
    #expect(story.summary?.exitCode == 0)
  }

  @Test func `a cluster that is lost makes a time-out no other code`() {
    var story = Story.ofRollout(Goal(until: .drained, timeout: .seconds(60)))
    story.input(10, .proxy, .lost("no answer in time"))
    story.tick(61)
    #expect(story.summary?.exitCode == 4)
    #expect(story.kind() == .unknown)
  }

  @Test func `nothing is drained while the cluster is lost`() {
    var story = Story.ofRollout(Self.never)
    story.input(5, .proxy, .lost("no answer in time"))
    story.feed(6, .workload(.web(2)))
    story.exit(8)
    #expect(story.summary == nil)
    story.input(9, .proxy, .connected)
    #expect(story.summary?.result == .drained)
  }

  @Test func `a shutdown under way when the time is over is unknown, and 2`() {
    var story = Story.ofDeployment(Self.minute)
    story.listAll()
    story.delete(50)
    story.tick(61)
    #expect(story.kind() == .unknown)
    #expect(
      story.verdict()?.reason
        == "it was still terminating when lastcall exited, after 10 s of its 30 s")
    #expect(story.summary?.verdicts == [.unknown: 1])
    #expect(story.summary?.exitCode == 2)
  }

  @Test func `a shutdown under way when the cluster is lost at the end is unknown, and 2`() {
    var story = Story.ofDeployment(Self.minute)
    story.listAll()
    story.delete(40)
    story.input(45, .proxy, .lost("no answer in time"))
    story.tick(61)
    #expect(story.kind() == .unknown)
    #expect(story.verdict()?.reason == "its end was not seen: the cluster is lost")
    #expect(story.state.notices.last?.contains("the end of 1 pod (web-1)") == true)
    #expect(story.summary?.exitCode == 2)
  }

  @Test func `a workload whose pods are not told is not drained`() {
    var story = Story(scope: .workloads([.web]), goal: Self.never)
    story.feed(0, .workload(.web(1)))
    story.listAll()
    #expect(story.summary == nil)
    story.pod(1, .ready("web-1")) {
      $0.owner = OwnerReference(kind: "ReplicaSet", name: "web-abc", uid: "rs-abc")
    }
    #expect(story.summary?.result == .drained)
  }

  @Test func `a hang-up is 129, an interruption 130, however little was seen`() {
    for (reason, code) in [(StopReason.hungUp, 129), (.interrupted, 130), (.terminated, 143)] {
      var story = Story.ofDeployment(Self.minute)
      story.input(5, .proxy, .lost("no answer in time"))
      story.feed(9, .stop(reason))
      #expect(story.summary?.exitCode == code)
    }
  }

  @Test(arguments: [-3600.0, 3600])
  func `a Date that jumps neither ends nor extends a run`(jump: Double) {
    for goal in [Self.minute, Goal(until: .gone, timeout: .seconds(60), hasCommand: true)] {
      var story = Story.ofDeployment(goal)
      story.clock(0)
      story.listAll()
      story.tick(20)
      for seconds in 21..<59 {
        let local = Instant.at(Double(seconds))
        story.feed(
          Double(seconds),
          .serverDate(
            ServerDate(date: .at(Double(seconds) + jump), sent: local, received: local)))
      }
      #expect(story.summary == nil)
      story.tick(61)
      #expect(story.summary != nil)
    }
  }

  @Test func `what is due by time alone is due though the Date was set back`() {
    var story = Story.ofDeployment(Self.never)
    story.clock(0)
    story.delete(10)
    story.logBegins(10)
    story.feed(
      11, .serverDate(ServerDate(date: .at(-3600), sent: .at(11), received: .at(11))))
    story.exit(14, finished: 13)
    #expect(story.verdict() == nil)
    story.tick(17)
    #expect(story.kind() == .ended)
  }
}
