import PodStatus
import RunReports
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import Views

/// While another moment than now is looked at, that is seen at once, and what happens now is told.
struct PastTests {
  private func screen(_ story: Story, at seconds: Double, isReplay: Bool = false) -> ScreenState {
    var screen = ScreenState()
    screen.timeline = Timeline(
      range: .at(0)...story.state.now, position: .at(seconds), isReplay: isReplay)
    screen.notePresent(story.state)
    return screen
  }

  @Test func `the first banner says how old all below is, and who is in danger now`() {
    var story = Story.ofRunningPod()
    story.delete(10)
    story.status(11, .draining, 4, elapsed: 0.5)
    story.tick(36)
    let banner = Banner.all(story.state, screen(story, at: 24)).first
    #expect(
      banner?.text == "now 1 pod is in danger, the next SIGKILL in 4.0 s; all below is 12 s ago")
    #expect(banner?.role == .criticalBanner)
  }

  @Test func `it says so, too, while nobody is in danger, and in a replay never`() {
    var story = Story.ofRunningPod()
    story.tick(36)
    #expect(
      Banner.all(story.state, screen(story, at: 24)).first
        == Banner(role: .warningBanner, text: "all below is 12 s ago; now no pod is in danger"))
    #expect(screen(story, at: 24, isReplay: true).present == nil)
  }

  @Test func `its frame has the colour of a warning`() throws {
    var story = Story.ofRunningPod()
    story.tick(36)
    let size = Frame.Size(rows: 24, columns: 80)
    let past = try frame(of: story.state, screen(story, at: 24), .shipped(), size: size)
    let live = try frame(of: story.state, ScreenState(), .shipped(), size: size)
    #expect(past.cells[0].role == .warning)
    #expect(live.cells[0].role == .border)
  }
}
