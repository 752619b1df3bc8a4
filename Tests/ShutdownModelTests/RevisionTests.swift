import ShutdownModel
import Testing

@testable import KubernetesObjects

struct RevisionTests {
  private static let id = WorkloadID(kind: .deployment, namespace: Story.namespace, name: "web")

  private func revision(_ number: Int) -> Observation {
    .revision(
      RevisionObject(
        uid: "rs-\(number)", namespace: Story.namespace, name: "web-\(number)",
        owner: OwnerReference(kind: "Deployment", name: "web", uid: "web"), hash: "\(number)",
        number: number))
  }

  @Test(arguments: [[11, 12, 13], [13, 12, 11], [12, 13, 11], [13, 11, 12]], [true, false])
  func `the revision before the newest is found in whatever order they come`(
    numbers: [Int], isWorkloadFirst: Bool
  ) throws {
    var story = Story()
    let workload = Observation.workload(
      WorkloadObject(id: RevisionTests.id, uid: "web", desiredReplicas: 1))
    if isWorkloadFirst { story.feed(0, workload) }
    for number in numbers { story.feed(0, revision(number)) }
    if !isWorkloadFirst { story.feed(0, workload) }
    #expect(try #require(story.state.workload(RevisionTests.id)).previousRevision == 12)
  }

  @Test func `a revision that was removed is still the one before`() throws {
    var story = Story()
    story.feed(0, .workload(WorkloadObject(id: RevisionTests.id, uid: "web", desiredReplicas: 1)))
    for number in [12, 13] { story.feed(0, revision(number)) }
    story.feed(1, .revisionDeleted(uid: "rs-12"))
    #expect(try #require(story.state.workload(RevisionTests.id)).previousRevision == 12)
  }
}
