import ShutdownModel
import Testing
import Time

@testable import Inputs

@Suite struct PollSchedulerTests {
  private let start = Instant(seconds: 1000)

  @Test func `a terminating pod is asked twice a second, another every two seconds`() {
    let plan = PollPlan(targets: [.pod("a", .terminating), .pod("b", .rest)])
    var run = PollRun(rate: 50, plan: plan, at: start)
    run.advance(seconds: 20) { _ in .running }
    #expect(run.gaps(of: "a").allSatisfy { $0 >= 0.5 && $0 <= 0.53 })
    #expect(run.gaps(of: "b").allSatisfy { $0 >= 2 && $0 <= 2.03 })
    #expect(run.gaps(of: "a").count >= 37)
    #expect(run.gaps(of: "b").count >= 8)
  }

  @Test func `a pod that begins to terminate is asked at its new pace at once`() {
    var run = PollRun(rate: 50, plan: PollPlan(targets: [.pod("a", .rest)]), at: start)
    run.advance(seconds: 0.5) { _ in .running }
    run.follow(PollPlan(targets: [.pod("a", .terminating)]))
    run.advance(seconds: 0.6) { _ in .running }
    #expect(run.gaps(of: "a").count == 1)
  }

  @Test func `a short budget is spent on the terminating pods`() {
    let ending = (0..<10).map { PollPlan.Target.pod("t\($0)", .terminating) }
    let others = (0..<10).map { PollPlan.Target.pod("r\($0)", .rest) }
    var run = PollRun(rate: 20, plan: PollPlan(targets: ending + others), at: start)
    run.advance(seconds: 10) { _ in .running }
    for target in ending { #expect(run.gaps(of: target.uid).allSatisfy { $0 <= 0.8 }) }
  }

  @Test func `a pod without a port is never asked`() {
    var run = PollRun(
      rate: 50, plan: PollPlan(targets: [.pod("a", .terminating, ports: []), .pod("b", .rest)]),
      at: start)
    run.advance(seconds: 10) { _ in .running }
    #expect(Set(run.asked.map(\.poll.target.uid)) == ["b"])
    #expect(run.gaps(of: "b").count >= 4)
  }

  @Test func `all ports are tried at once, then again after a minute`() {
    let plan = PollPlan(targets: [.pod("a", .terminating, ports: [8080, 9090])])
    var run = PollRun(rate: 50, plan: plan, at: start)
    run.advance(seconds: 70) { _ in .notFound }
    #expect(run.asked.map(\.poll.endpoint.port) == [8080, 9090, 8080, 9090])
    let gaps = run.gaps(of: "a")
    #expect(gaps[0] < 0.1 && gaps[1] >= 60 && gaps[1] < 60.1 && gaps[2] < 0.1)
  }

  @Test func `a port that nobody listens on yet is tried again after five seconds`() {
    var run = PollRun(rate: 50, plan: PollPlan(targets: [.pod("a", .terminating)]), at: start)
    run.advance(seconds: 6) { _ in .refused }
    let gaps = run.gaps(of: "a")
    #expect(gaps.count == 1 && gaps[0] >= 5 && gaps[0] < 5.1)
  }

  @Test func `what one pod's words and ports say is asked of no pod that is unlike it`() {
    // Pods without an owner are all of one revision.
    let plan = PollPlan(targets: [
      .pod("a", .terminating, annotation: "envoy"), .pod("b", .terminating),
      .pod("c", .terminating, ports: [9000]), .pod("d", .terminating, annotation: "puma"),
    ])
    var run = PollRun(rate: 50, plan: plan, at: start)
    run.advance(seconds: 5) { _ in .running }
    let asked = ["a", "b", "c", "d"].map { uid in
      Set(run.asked.filter { $0.poll.target.uid == uid }.map(\.poll.endpoint.port))
    }
    #expect(asked == [[9901], [8080], [9000], [9293]])
  }

  @Test func `an endpoint that answered is asked of every pod of the revision`() {
    let pods = [PollPlan.Target.pod("a", .rest, ports: [1, 2]), .pod("b", .rest, ports: [1, 2])]
    var run = PollRun(rate: 50, plan: PollPlan(targets: [pods[0]]), at: start)
    run.advance(seconds: 1) { $0.endpoint.port == 2 ? .running : .notFound }
    run.follow(PollPlan(targets: pods))
    run.advance(seconds: 1) { _ in .running }
    #expect(run.asked.filter { $0.poll.target.uid == "b" }.map(\.poll.endpoint.port) == [2])
  }

  @Test func `an endpoint that answered is asked on when it refuses`() {
    var run = PollRun(rate: 50, plan: PollPlan(targets: [.pod("a", .terminating)]), at: start)
    run.advance(seconds: 0.1) { _ in .running }
    run.advance(seconds: 10) { _ in .refused }
    #expect(run.gaps(of: "a").allSatisfy { $0 <= 0.53 })
  }

  private static let three = PollPlan(
    targets: ["a", "b", "c"].map { .pod($0, .terminating) })

  @Test func `one pod's 403 stops no other`() {
    var run = PollRun(rate: 50, plan: Self.three, at: start)
    run.advance(seconds: 20) { $0.target.uid == "a" ? .forbidden : .running }
    #expect(run.gaps(of: "a").isEmpty)
    #expect(run.gaps(of: "b").count >= 37 && run.gaps(of: "c").count >= 37)
    #expect(!run.scheduler.isRightMissing)
  }

  @Test func `a pod that answers 403 at one port is asked at its next`() {
    let plan = PollPlan(targets: [.pod("a", .terminating, ports: [8080, 9090])])
    var run = PollRun(rate: 50, plan: plan, at: start)
    run.advance(seconds: 1) { $0.endpoint.port == 8080 ? .forbidden : .running }
    #expect(run.asked.prefix(3).map(\.poll.endpoint.port) == [8080, 9090, 9090])
  }

  @Test func `403 of every pod of three is a missing right, which is asked for again`() {
    var run = PollRun(rate: 50, plan: Self.three, at: start)
    run.advance(seconds: 19.9) { _ in .forbidden }
    #expect(run.scheduler.isRightMissing)
    #expect(run.asked.count == 3)
    #expect(run.scheduler.wake(after: start + .seconds(10)) >= start + .seconds(20))
    run.advance(seconds: 3) { _ in .running }
    #expect(!run.scheduler.isRightMissing)
    #expect(Set(run.asked.dropFirst(3).map(\.poll.target.uid)) == ["a", "b", "c"])
  }

  @Test func `403 of two pods is none`() {
    let plan = PollPlan(targets: Array(Self.three.targets.prefix(2)))
    var run = PollRun(rate: 50, plan: plan, at: start)
    run.advance(seconds: 10) { _ in .forbidden }
    #expect(!run.scheduler.isRightMissing)
  }

  @Test func `a review of the right decides, whatever the pods say`() {
    var scheduler = PollScheduler(rate: 50)
    let plan = Self.three
    scheduler.follow(plan, at: start)
    var polls: [PollScheduler.Poll] = []
    while let poll = scheduler.next(at: start) { polls.append(poll) }
    scheduler.finish(polls[0], .forbidden, at: start)
    scheduler.takeReview(isAllowed: false, at: start)
    #expect(scheduler.isRightMissing)
    #expect(scheduler.next(at: start + .seconds(19)) == nil)
    scheduler.takeReview(isAllowed: true, at: start)
    for poll in polls.dropFirst() { scheduler.finish(poll, .forbidden, at: start) }
    #expect(!scheduler.isRightMissing)
  }

  @Test(arguments: 0..<200)
  func `for any plan the rate is kept, pods are asked one at a time, the most urgent first`(
    seed: Int
  ) {
    var chance = SeededGenerator(seed: seed)
    let rate = Int.random(in: 1...60, using: &chance)
    var run = PollRun(rate: rate, plan: .random(&chance), at: start, longest: 1.5, seed: seed)
    for _ in 0..<6 {
      run.advance(seconds: Double.random(in: 0.1...8, using: &chance)) { _ in
        .random(&chance)
      }
      if Bool.random(using: &chance) { run.follow(.random(&chance)) }
    }
    let times = run.asked.map(\.at.nanoseconds)
    for (index, time) in times.enumerated().dropFirst(rate) {
      #expect(time - times[index - rate] >= 1_000_000_000, "more than \(rate) in a second")
    }
    #expect(!run.hasOverlapped)
    #expect(!run.hasPassedOverTerminating)
  }
}
