import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import Views

/// What a person has to see first stands first.
@Suite struct DangerFirstTests {
  private func names(_ state: State) -> [String] {
    let list = PodList(state: state, screen: ScreenState())
    return (0..<list.count).map { list[$0].object.name }
  }

  @Test(arguments: [(137, ["web-1", "web-2"]), (0, ["web-2", "web-1"])])
  func `a pod that was killed stands before those that go on, one that ended well behind them`(
    code: Int, order: [String]
  ) {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    story.delete(10)
    story.end(code == 137 ? 40.2 : 15, ["web": code])
    #expect(names(story.state) == order)
  }

  @Test func `of two that end the one in danger comes first, though it has more time`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    for uid in ["web-1", "web-2"] {
      story.delete(10, grace: uid == "web-1" ? 30 : 60, uid: uid)
      story.status(11, uid == "web-1" ? .draining : .running, 0, elapsed: 0.5, uid: uid)
    }
    story.status(14, .running, 3, uid: "web-2")
    #expect(story.pod("web-2").alert?.level == .critical)
    #expect(names(story.state) == ["web-2", "web-1"])
  }

  @Test func `when nothing counts down any more, a banner says what it came to`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    story.delete(10)
    story.status(39.5, .draining, 4, elapsed: 29)
    story.delete(39.6, uid: "web-2")
    story.end(40.2, ["web": 137])
    #expect(!Banner.all(story.state, ScreenState()).contains { $0.text.contains("killed") })
    story.status(41, .drained, 0, elapsed: 1, uid: "web-2")
    story.end(42, uid: "web-2")
    #expect(
      Banner.all(story.state, ScreenState()).first
        == Banner(
          role: .criticalBanner, text: "1 of 2 pods was killed, 4 in flight at the last poll",
          isResult: true))
  }

  @Test func `a run in which all ended well says so in the colour of what is good`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .drained, 0, elapsed: 0.5)
    story.end(12)
    #expect(
      Banner.all(story.state, ScreenState()) == [Banner(role: .good, text: "the pod ended clean")])
  }

  @Test func `what is not seen is told before any pod's danger`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(13, .running, 3)
    story.input(14, .proxy, .lost("connection refused"))
    story.tick(18)
    let banners = Banner.all(story.state, ScreenState())
    #expect(
      banners.first?.text.hasPrefix(
        "no connection to the cluster for 4.0 s; connection refused; all below is as of ") == true)
    #expect(banners.first?.role == .criticalBanner)
    #expect(banners.count > 1)
  }

  @Test func `one lost connection is one banner, whatever each watch says of it`() {
    var story = Story.ofRunningPod()
    story.input(14, .watch(.pods), .lost("the connection was closed"))
    story.input(14.2, .proxy, .lost("connection refused"))
    story.tick(18)
    let told = Banner.all(story.state, ScreenState()).filter { $0.role == .criticalBanner }
    #expect(told.count == 1)
    #expect(told.first?.text.hasPrefix("no connection to the cluster") == true)
  }

  @Test func `a pod that counts as in danger has a sign at the head of its row`() throws {
    var story = Story.ofRunningPod()
    story.delete(10)
    for second in 0..<8 { story.status(11 + Double(second), .draining, 5, elapsed: Double(second)) }
    #expect(DangerCounts(story.state).inDanger == 1)
    let size = Frame.Size(rows: 24, columns: 80)
    let drawn = try frame(of: story.state, ScreenState(), .shipped(), size: size)
    let row = (0..<size.rows).map { drawn.line($0) }.first { $0.contains("draining") }
    #expect(row?.dropFirst().first.map { "!‼".contains($0) } == true, "\(row ?? "no row")")
  }

  @Test func `no banner has hope for a pod that counts as in danger, before any alert`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    var looks = 0
    for tenth in 0..<80 {
      story.status(11 + Double(tenth) / 10, .draining, 5, elapsed: 1 + Double(tenth) / 10)
      guard DangerCounts(story.state).inDanger > 0, story.pod().alert == nil else { continue }
      looks += 1
      let told = Banner.all(story.state, ScreenState()).map(\.text)
      #expect(!told.contains { $0.contains("in time") }, "\(told)")
    }
    #expect(looks > 0)
  }

  @Test func `what has ended stands before what has come, and its headings say so`() throws {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .drained, 0, elapsed: 0.5)
    story.end(12)
    let size = Frame.Size(rows: 24, columns: 80)
    let drawn = try frame(of: story.state, ScreenState(), .shipped(), size: size)
    let text = (0..<size.rows).map { drawn.line($0) }.joined(separator: "\n")
    #expect(text.contains("USED OF GRACE") && text.contains("HOW IT ENDED"))
    #expect(!text.contains("TO SIGKILL") && !text.contains("DONE IN TIME?"))
  }
}
