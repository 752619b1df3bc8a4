import KubernetesObjects
import PodStatus
import ShutdownModel
import Testing

/// Two numbers for one grace period are none.
@Suite struct OneGraceTests {
  /// A pod that SIGKILL ended with work left; its count falls, so that what it needed can be estimated.
  private static func killed(_ uid: String, _ counts: [Int], in story: inout Story) {
    for (second, count) in counts.enumerated() {
      story.status(
        12 + 2 * Double(second), .draining, count, elapsed: 1 + 2 * Double(second),
        signal: "SIGTERM", uid: uid)
    }
  }

  @Test func `pods with different needs name the same number, the largest`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    for uid in ["web-1", "web-2"] { story.delete(10, uid: uid) }
    Self.killed("web-1", [34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8], in: &story)
    Self.killed("web-2", Array(repeating: 9, count: 14), in: &story)
    for uid in ["web-1", "web-2"] { story.end(40.2, ["web": 137], uid: uid) }
    let named = ["web-1", "web-2"].flatMap { story.pod($0).diagnoses }.compactMap(\.graceToTry)
    #expect(named.count >= 2)
    #expect(Set(named.map(\.seconds)).count == 1)
    #expect(named.allSatisfy { $0.seconds > 30 })
    #expect(named.first == story.state.workloads[0].graceToTry)
  }
}
