import HarmlessText
import PodStatus
import ShutdownDiagnosis
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import Views

/// What the window is called for those who look elsewhere.
struct WindowTitleTests {
  @Test func `a quiet run is called what it watches`() {
    #expect(windowTitle(Story.ofRunningPod().state) == "shop")
  }

  @Test func `who drains is counted, and the soonest SIGKILL of one in danger stands first`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    story.delete(10)
    story.delete(11, grace: 90, uid: "web-2")
    #expect(windowTitle(story.state) == "2 draining shop")
    story.status(36.4, .draining, 4, elapsed: 26)
    #expect(story.pod().alert?.level == .critical)
    #expect(windowTitle(story.state) == "‼3s shop")
    story.end(40.2, ["web": 137])
    #expect(windowTitle(story.state) == "1 draining shop")
  }

  @Test func `where nothing new comes from the cluster, no number of seconds is told`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(36.4, .draining, 4, elapsed: 26)
    story.input(37, .watch(.pods), .lost("connection refused"))
    #expect(windowTitle(story.state) == "‼ no data shop")
  }

  @Test func `a hostile name is one harmless line of 40 characters`() {
    let names = [
      "\u{1B}]0;owned\u{7}web", "a\nb\u{9C}c", String(repeating: "x", count: 5000),
      String(repeating: "漢", count: 300), "\u{202E}evil", "",
    ]
    for name in names {
      let state = State(
        scope: .pods([name, name], namespace: "shop"), diagnosing: DiagnosisRules())
      let title = windowTitle(state)
      #expect(title.unicodeScalars.count <= 40)
      #expect(title.cellWidth <= 40)
      #expect(title.unicodeScalars.allSatisfy { $0.isDrawable }, "\(title)")
    }
  }
}
