import ShutdownModel
import Testing

@testable import LogText

struct GeneralTextTests {
  static let lines: [(LogSign?, Int?, String)] = [
    // The server of the captures.
    (.draining, nil, "2026/11/23 14:02:31 start gracefully shutdown with terminated"),
    (.draining, nil, "2026/11/23 14:02:31 start gracefully shutdown with hangup"),
    (.draining, nil, "2026/11/23 14:02:31 received terminated while draining, ignored"),
    (.waiting, 7, "2026/11/23 14:02:31 still waiting, 7 in flight"),
    (.weak, 0, "2026/11/23 14:02:31 still waiting, 0 in flight"),
    (.finished, 0, "2026/11/23 14:02:31 finished all tasks"),
    (.signal, nil, "caught TERM, finishing"),
    // Others.
    (.signal, nil, "Received signal: SIGTERM"),
    (.signal, nil, "got signal terminated"),
    (.signal, nil, "SIGTERM received"),
    (.signal, nil, "received signal 15"),
    (.draining, nil, "SIGTERM received, shutting down"),
    (.draining, nil, "starting graceful shutdown with 30s timeout"),
    (.draining, nil, "level=info msg=\"shutting down\" timeout=30s"),
    (.draining, nil, "no longer accepting new connections"),
    (.draining, nil, "Waiting for in-flight requests to complete"),
    (.waiting, 3, "waiting for 3 requests"),
    (.waiting, 12, "draining: 12 active connections"),
    (.waiting, 2, "2 requests in flight, waiting"),
    (.waiting, 4, "shutdown: still 4 connections open"),
    (.timedOut, nil, "drain timed out"),
    (.timedOut, nil, "drain timeout"),
    (.timedOut, nil, "Server forced to shutdown: context deadline exceeded"),
    (.timedOut, nil, "shutdown failed: context deadline exceeded"),
    (.timedOut, nil, "shutdown deadline exceeded"),
    (.timedOut, nil, "timed out waiting for connections to drain"),
    (.timedOut, nil, "graceful shutdown timed out, 3 requests cut"),
    (.timedOut, 5, "cancelling 5 running tasks"),
    (.cut, nil, "exiting immediately"),
    (.cut, nil, "aborting all in-flight requests"),
    (.finished, nil, "graceful shutdown complete"),
    (.finished, nil, "2026/11/23 14:02:31 shutdown complete"),
    (.finished, nil, "INFO - Shutdown completed."),
    (.finished, nil, "all in-flight requests completed"),
    (.finished, nil, "all connections drained"),
    (.finished, nil, "Server exited gracefully"),
    (.finished, nil, "server gracefully stopped"),
    (.finished, nil, "Goodbye!"),
    (.finished, nil, "2026/11/23 14:02:31 bye"),
    (.finished, nil, "consumer shutdown complete"),
    (.started, nil, "2026/11/23 14:02:31 start"),
    (nil, 3, "inFlight=3"),
    (nil, 3, "3 requests in flight"),
  ]

  @Test(arguments: lines)
  func `a line about the shutdown is recognised`(
    sign: LogSign?, inFlight: Int?, text: String
  ) throws {
    let finding = try ShippedPatterns.finding(text)
    #expect(finding.sign == sign, "\(text)")
    #expect(finding.inFlight == inFlight, "\(text)")
  }

  @Test(arguments: [
    "", "end", "job 7 done", "worker started", "starting web", "migrated",
    "GET /drain 200", "POST /shutdown?reason=graceful-shutdown-complete 202",
    #"10.0.0.1 - - [23/Nov/2026:10:00:00 +0000] "GET /bye HTTP/1.1" 200 5 "-" "goodbye""#,
    #"10.0.0.1 - - [23/Nov/2026:10:00:00 +0000] "PROPFIND /x HTTP/1.1" 405 5 "shutting down""#,
    "finished request 7", "finished all tasks of user 7", "goodbye user", "byebug loaded", "bypass",
    "Completed 200 OK in 12ms", "request completed", "all checks completed",
    "user said goodbye to friend", "standby.", "got a long term lease", "received 15 messages",
    "received 1500 bytes", "connection drained by peer", "buffer drained", "shard 2 drained",
    "upstream request timed out", "dial tcp: i/o timeout", "GET failed: context deadline exceeded",
    "timed out waiting for connection from pool", "timeout=30s retries=3",
    "signal strength 15", "interrupted sleep",
    "active: 3", "0 active connections", "pool: 0 open connections", "1.5 in flight is no count",
    "0 bytes in flight", "1,234 in flight", "shutdownable=true", "drainage system",
    "will shut down gracefully", "readiness probe failed",
  ])
  func `an ordinary line is not`(text: String) throws {
    #expect(try ShippedPatterns.finding(text) == LogRecogniser.Finding(), "\(text)")
  }

  @Test func `the more specific pattern wins, then the one that says most of the end`() throws {
    var recogniser = try LogRecogniser(
      LogPatterns(tiers: [
        .init(signs: [.signal: ["shop"]], ignore: ["closed shop"]),
        .init(
          signs: [.cut: ["shop"], .finished: ["done"], .waiting: ["still"]], inFlight: [#"(\d+)"#]),
      ]))
    func sign(_ text: String) -> LogSign? { recogniser.recognise(text.utf8).sign }
    #expect(sign("shop done") == .signal)
    #expect(sign("still done") == .finished)
    #expect(sign("still") == .waiting)
    #expect(sign("closed shop") == nil)
    #expect(recogniser.recognise("closed shop 7".utf8).inFlight == nil)
    #expect(recogniser.recognise("room 7".utf8) == .init(inFlight: 7))
    #expect(recogniser.recognise("room 1234567890".utf8) == .init())
  }
}
