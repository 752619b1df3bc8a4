import PodStatus
import ShutdownModel
import Testing
import Time

@testable import Inputs

@Suite(.timeLimit(.minutes(5))) struct StatusPollerTests {
  /// What comes of asking pods, up to so many statuses, and which paths were asked.
  private func poll(
    annotation: String?, choice: StatusEndpointChoice = StatusEndpointChoice(), body: String,
    pods: [String] = ["a"], statuses: Int = 1
  ) async throws -> (seen: [Observation], asked: [String]) {
    try await ScriptedServer.answering({ _ in [.answer(body)] }).run { server in
      let clock = LocalClock(start: Instant(seconds: 1000))
      let queue = EventQueue(clock: clock)
      let slot = ClientSlot()
      slot.set(HTTPClient(base: server.base, clock: clock))
      let poller = StatusPoller(
        rate: 50, choice: choice, mapping: StatusMapping(), slot: slot, queue: queue, clock: clock)
      poller.follow(
        PollPlan(targets: pods.map { .pod($0, .terminating, annotation: annotation) }))
      let polling = Task { await poller.run() }
      var observed = Observed(queue)
      for _ in 0..<statuses {
        await observed.read { if case .status = $0 { true } else { false } }
      }
      polling.cancel()
      return (observed.all, server.requests.map(\.target))
    }
  }

  private static let nginx =
    "Active connections: 3 \nserver accepts handled requests\n 3 3 3 \n"
    + "Reading: 1 Writing: 2 Waiting: 0 \n"

  private func firstStatus(in seen: [Observation]) -> StatusObservation? {
    seen.lazy.compactMap { if case .status(let status) = $0 { status } else { nil } }.first
  }

  private func linesSaid(in seen: [Observation]) -> [String] {
    seen.compactMap {
      if case .input(let input) = $0, case .degraded(let line) = input.change { line } else { nil }
    }
  }

  @Test func `the annotation's kind reads the answer, and its endpoint is named by it`()
    async throws
  {
    let (seen, asked) = try await poll(annotation: "nginx:8080/basic_status", body: Self.nginx)
    #expect(asked.first == "/api/v1/namespaces/shop/pods/pod-a:8080/proxy/basic_status")
    let status = try #require(firstStatus(in: seen))
    #expect(status.endpoint == "nginx 8080 /basic_status")
    #expect(status.container == "web")
    #expect(status.answer == .report(ShutdownStatus.untilDrain(inFlight: 2)))
    #expect(linesSaid(in: seen) == [])
  }

  @Test(arguments: [
    "text:8022/wait-for-drain", "8080/shutdown-status?drain=1", "ngnix",
    "8080/%2e%2e", "8080/..%2f", "8080/%2564rain", "8080/drain%00",
    "8080/shutdown-status?action=drain", "8080/lameduck", "9000/shutdown-status",
  ])
  func `an annotation that is not followed is said once for each pod, and never asked`(
    annotation: String
  ) async throws {
    let (seen, asked) = try await poll(
      annotation: annotation, body: ShutdownStatus(phase: .running, inFlight: 1).json,
      pods: ["a", "b"], statuses: 6)
    #expect(
      Set(asked)
        == Set(
          ["a", "b"].map {
            "/api/v1/namespaces/shop/pods/pod-\($0):8080/proxy/shutdown-status"
          }))
    let complaints = linesSaid(in: seen)
    #expect(complaints.count == 2)
    for pod in ["pod-a", "pod-b"] {
      let said = "of \(pod) is '\(annotation)' and is ignored; "
      #expect(complaints.count { $0.contains(said) } == 1)
    }
  }

  @Test func `nothing of a refused annotation acts on a terminal`() async throws {
    let (seen, _) = try await poll(annotation: "8080/\u{1B}[2J\r\n\u{202E}x", body: "{}")
    let complaint = try #require(linesSaid(in: seen).first)
    #expect(complaint.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    #expect(!complaint.contains("\u{202E}"))
  }
}
