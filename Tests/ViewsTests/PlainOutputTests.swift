import OutputLines
import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import Views

/// What a screen reader reads aloud.
struct PlainOutputTests {
  private static func story() -> Story {
    var story = Story.ofRunningPod()
    story.delete(10, grace: 30)
    story.status(12, .draining, 5, elapsed: 1)
    story.tick(38)
    story.exit(40, ["web": 137])
    story.finalDelete(40.5, "web-1")
    story.gone(40.6, "web-1")
    story.feed(60, .stop(.quit))
    return story
  }

  @Test func `a shutdown is told in sentences that begin with the pod`() {
    let lines = Self.story().outputs.compactMap(\.plain)
    #expect(lines.first == "web-1 is ready")
    #expect(lines.contains("web-1 is deleted and is waiting for its stop signal"))
    #expect(lines.contains("web-1 is draining"))
    #expect(lines.contains { $0.hasPrefix("web-1: SIGKILL in ") && $0.contains(" seconds") })
    #expect(lines.contains { $0.hasPrefix("web-1 was killed: ") && $0.contains("5 in flight") })
    #expect(lines.contains { $0.contains("its 30-second grace period") })
    #expect(lines.last?.hasPrefix("End of the run. ") == true)
    #expect(!lines.contains { $0.contains("is ready again") })
  }

  @Test func `no line has a time, a sign or a unit that is a letter`() {
    for line in Self.story().outputs.compactMap(\.plain) {
      #expect(line.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }, "\(line)")
      #expect(!line.contains(/\d\d:\d\d:\d\d/), "\(line)")
      #expect(!line.contains(/\d (s|ms|min|%)\b/), "\(line)")
      #expect(!line.contains("  "), "\(line)")
    }
  }

  @Test func `each line of the text output that is not a mere end has one`() {
    let outputs = Self.story().outputs
    let silent = outputs.filter { $0.plain == nil }.compactMap(\.text)
    #expect(
      silent.allSatisfy {
        $0.contains("exited") || $0.contains("no longer") || $0.contains("again")
      }, "\(silent)")
    #expect(silent.count * 4 < outputs.count)
  }
}
