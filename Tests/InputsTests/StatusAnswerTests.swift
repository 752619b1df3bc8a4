import PodStatus
import ShutdownModel
import Testing
import Time

@testable import Inputs

/// Who says what: the pod, or the API server in its place.
@Suite struct StatusAnswerTests {
  private typealias Answer = StatusObservation.Answer

  private func proxied(_ code: Int, _ body: String) -> Answer {
    let now = Instant(seconds: 1)
    let head = HTTPHead(status: code, date: nil, sent: now, received: now)
    return Answer(proxied: HTTPResponse(head: head, body: Array(body.utf8)))
  }

  @Test func `a pod's report is a report`() {
    #expect(
      proxied(200, #"{"phase":"draining","inFlight":3,"drainElapsedSeconds":1}"#)
        == .report(ShutdownStatus(phase: .draining, inFlight: 3, drainElapsedSeconds: 1)))
  }

  // Messages as Kubernetes 1.3x sends them.
  @Test(arguments: [
    (
      503, "ServiceUnavailable",
      "error trying to reach service: dial tcp 10.1.0.9:8080: connect: connection refused",
      Answer.refused
    ),
    (
      503, "ServiceUnavailable",
      "error trying to reach service: dial tcp 10.1.0.9:8080: i/o timeout", .timedOut
    ),
    (
      503, "ServiceUnavailable",
      "error trying to reach service: dial tcp 10.1.0.9:8080: connect: no route to host", .timedOut
    ),
    (
      504, "Timeout", "error trying to reach service: context deadline exceeded", .timedOut
    ),
    (
      403, "Forbidden",
      "pods is forbidden: User cannot get resource pods/proxy in API group", .forbidden
    ),
    (401, "Unauthorized", "Unauthorized", .forbidden),
    (404, "NotFound", "pods web-1 not found", .failed("pods web-1 not found")),
    (400, "BadRequest", "address not allowed", .failed("address not allowed")),
    (500, "InternalError", "etcd is gone", .failed("etcd is gone")),
  ]) func `the API server's own words are told apart`(
    code: Int, reason: String, message: String, answer: StatusObservation.Answer
  ) {
    #expect(proxied(code, Objects.status(code, reason, message)) == answer)
  }

  @Test(arguments: [
    (404, "404 page not found", Answer.notFound),
    (404, #"{"kind":"Error","message":"connection refused"}"#, .notFound),
    (503, "draining", .malformed(reason: "HTTP status 503")),
    (503, "connection refused", .malformed(reason: "HTTP status 503")),
    (403, "<html>no</html>", .malformed(reason: "HTTP status 403")),
    (302, "", .malformed(reason: "HTTP status 302")),
  ]) func `the pod's own refusals say nothing of the API server`(
    code: Int, body: String, answer: StatusObservation.Answer
  ) {
    #expect(proxied(code, body) == answer)
  }

  @Test(arguments: [
    "", "{}", "null", "[]", "ok", #"{"phase":"draining","inFlight":-1,"drainElapsedSeconds":1}"#,
    #"{"phase":"draining","inFlight":1e99,"drainElapsedSeconds":1}"#,
    #"{"phase":"draining","drainElapsedSeconds":1}"#,
    #"{"phase":"draining","inFlight":"3","drainElapsedSeconds":1}"#,
    #"{"phase":"draining","drainElapsedSeconds":1,"inFlight":3"#,
    String(repeating: "[", count: 200_000),
  ]) func `a 200 that is not of the contract is malformed, never a number`(body: String) {
    guard case .malformed(let reason) = proxied(200, body) else {
      Issue.record("\(proxied(200, body))")
      return
    }
    #expect(!reason.isEmpty && reason.utf8.count < 300)
  }

  @Test func `a pod that serves the API's kind Status with 200 is malformed`() {
    guard case .malformed = proxied(200, Objects.status(403, "Forbidden", "x")) else {
      Issue.record("taken for the API server's word")
      return
    }
  }

  @Test func `the pod's answer is read by its kind, and the API server's words are not`() {
    func text(_ code: Int, _ body: String) -> Answer {
      let head = HTTPHead(
        status: code, date: nil, sent: Instant(seconds: 1), received: Instant(seconds: 1))
      return Answer(
        proxied: HTTPResponse(head: head, body: Array(body.utf8)), kind: .text)
    }
    #expect(text(200, "ok") == .report(ShutdownStatus(phase: .running, inFlight: nil)))
    #expect(text(503, "no more") == .report(ShutdownStatus(phase: .draining, inFlight: nil)))
    #expect(text(404, "none") == .notFound)
    let refused = Objects.status(503, "ServiceUnavailable", "dial tcp: connection refused")
    #expect(text(503, refused) == .refused)
  }

  @Test func `no answer of a pod asked directly is refused, late or failed`() {
    #expect(Answer(direct: HTTPError.refused) == .refused)
    #expect(Answer(direct: HTTPError.timedOut) == .timedOut)
    #expect(Answer(direct: HTTPError.closed) == .failed("the connection was closed"))
    #expect(Answer(direct: HTTPError.malformed("no")) == .malformed(reason: "no"))
  }
}
