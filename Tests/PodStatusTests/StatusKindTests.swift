import FoundationEssentials
import Testing

@testable import PodStatus

/// What each kind makes of the answers that servers gave.
///
/// `Answers/` has them as nginx 1.22.1, HAProxy 2.6.12, Apache 2.4.71, Caddy 2.11.7, Traefik 3.7.15,
/// Envoy 1.40.0, Puma 5.6.5 and prometheus_client 0.26.0 sent them with requests in flight. Those of
/// Spring and ASP.NET are after their documentation.
@Suite struct StatusKindTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    var file: String
    var code = 200
    /// What every kind that reads it must make of it; the others must refuse it.
    var fits: [StatusKind: ShutdownStatus]
    var testDescription: String { file }

    init(_ file: String, code: Int = 200, _ fits: [StatusKind: ShutdownStatus]) {
      self.file = file
      self.code = code
      self.fits = fits
    }

    var body: [UInt8] {
      get throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "Answers/" + file)))
      }
    }
  }

  private static func counts(_ count: Int, _ phase: ShutdownStatus.Phase? = nil) -> ShutdownStatus {
    ShutdownStatus(phase: phase, inFlight: count)
  }

  private static func untilDrain(_ count: Int) -> ShutdownStatus {
    ShutdownStatus.untilDrain(inFlight: count)
  }

  private static let text = ShutdownStatus(phase: .running, inFlight: nil)
  private static let draining = ShutdownStatus(phase: .draining, inFlight: nil)

  // Everything plain that is answered with 200 could be a drain's text, too: `text` is believed last.
  private static let answers = [
    Answer("nginx.txt", [.nginx: untilDrain(2), .text: text]),
    Answer("apache.txt", [.apache: untilDrain(2), .text: text]),
    Answer("haproxy.csv", [.haproxy: untilDrain(2), .text: text]),
    Answer(
      "haproxy-metrics.txt",
      [.haproxy: untilDrain(2), .prometheus: counts(2), .text: text]),
    Answer("caddy-metrics.txt", [.caddy: counts(2), .prometheus: counts(2), .text: text]),
    Answer("caddy-upstreams.json", [.caddy: counts(2), .text: text]),
    Answer("traefik-metrics.txt", [.traefik: counts(2), .prometheus: counts(2), .text: text]),
    Answer("envoy-stats.txt", [.envoy: counts(2), .text: text]),
    Answer("envoy-stats-draining.txt", [.envoy: counts(2, .draining), .text: text]),
    Answer("envoy-metrics.txt", [.envoy: counts(2), .prometheus: counts(2), .text: text]),
    Answer("envoy-ready-draining.txt", code: 503, [.envoy: draining, .text: draining]),
    Answer("puma.json", [.puma: counts(3), .text: text]),
    Answer("puma-cluster.json", [.puma: counts(3), .text: text]),
    Answer("prometheus-client-metrics.txt", [.prometheus: counts(5), .text: text]),
    Answer("spring-metric.json", [.spring: counts(3), .text: text]),
    Answer("spring-metrics.txt", [.spring: counts(2), .prometheus: counts(2), .text: text]),
    Answer("aspnet-metrics.txt", [.aspnet: counts(3), .prometheus: counts(4), .text: text]),
  ]

  @Test(arguments: answers)
  func `a real answer is read by its own kinds and refused by the others`(answer: Answer) throws {
    let body = try answer.body
    for kind in StatusKind.allCases {
      let status = try? kind.status(code: answer.code, body: body)
      #expect(status == answer.fits[kind], "\(kind)")
    }
  }

  @Test(arguments: answers.filter { $0.code == 200 })
  func `an answer that is cut off is never read as more work`(answer: Answer) throws {
    let body = try answer.body
    for kind in StatusKind.allCases where kind != .text {
      for length in stride(from: 0, to: min(body.count, 4000), by: 7) {
        let status = try? kind.status(code: 200, body: Array(body[..<length]))
        #expect(status?.inFlight ?? 0 <= answer.fits[kind]?.inFlight ?? 0)
      }
    }
  }

  @Test(arguments: StatusKind.allCases.filter { ![.envoy, .spring, .text].contains($0) })
  func `nothing but a 200 is read`(kind: StatusKind) throws {
    for answer in Self.answers {
      let body = try answer.body
      for code in [204, 301, 403, 500, 503] {
        #expect(throws: ShutdownStatus.Malformed.self) {
          try kind.status(code: code, body: body)
        }
      }
    }
  }

  @Test(arguments: StatusKind.allCases)
  func `what no server of that kind says is refused with a plain reason`(kind: StatusKind) throws {
    var bodies = [
      "", "{}", "[[]]", "null", "<html></html>", "a\u{1B}[2Jb", "Reading: 1 Writing: -1",
    ]
    bodies += ["# pxname,svname,scur\nweb,FRONTEND,-1", "BusyWorkers: 99999999999999999999"]
    bodies.append(String(repeating: "[", count: 5000))
    for body in bodies.map({ Array($0.utf8) }) + [[0xFF, 0xFE, 0], [0, 10, 13]] {
      do {
        let status = try kind.status(code: 418, body: body)
        Issue.record("\(kind) reads \(body.prefix(20)) as \(status)")
      } catch {
        #expect(error.reason.utf8.count < 300)
        #expect(error.reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
      }
      if kind != .text, kind != .envoy {
        let status = try? kind.status(code: 200, body: body)
        #expect(status?.inFlight ?? 0 == 0 && status?.phase == nil, "\(kind) \(body.prefix(20))")
      }
    }
    let huge = [UInt8](repeating: UInt8(ascii: "a"), count: kind.bodyLimit + 1)
    #expect(throws: ShutdownStatus.Malformed.self) { try kind.status(code: 200, body: huge) }
  }

  @Test func `a server that counts its own request never shows less than nothing`() throws {
    let bodies: [(StatusKind, String)] = [
      (.nginx, "Active connections: 0 \nserver accepts\n 1 1 1\nReading: 0 Writing: 0 Waiting: 0 "),
      (.apache, "BusyWorkers: 0\nScoreboard: _\n"),
      (.haproxy, "# pxname,svname,scur,\nweb,FRONTEND,0,\n"),
      (.haproxy, "haproxy_process_current_connections 0\nhaproxy_process_stopping 0\n"),
      (.aspnet, "kestrel_active_connections 0\nhttp_server_active_requests 0\n"),
      (.puma, #"{"max_threads":5,"pool_capacity":6,"backlog":0}"#),
    ]
    for (kind, body) in bodies {
      #expect(try kind.status(code: 200, body: Array(body.utf8)).inFlight == 0, "\(kind)")
    }
  }

  @Test(arguments: [
    (200, "ok", ShutdownStatus.Phase.running), (503, "draining", .draining),
    (500, "SERVER_IS_SHUTTING_DOWN", .draining),
  ]) func `a plain text tells a phase and no count`(
    code: Int, body: String, phase: ShutdownStatus.Phase
  ) throws {
    let status = try StatusKind.text.status(code: code, body: Array(body.utf8))
    #expect(status == ShutdownStatus(phase: phase, inFlight: nil))
  }

  @Test(arguments: [
    (200, #"{"state":"LIVE"}"#, nil),
    (200, #"{"state":"DRAINING"}"#, ShutdownStatus.Phase.draining),
    (200, "LIVE\n", nil), (503, "DRAINING\n", .draining), (503, "INITIALIZING\n", nil),
  ]) func `Envoy's state says when it drains, and not that it does not`(
    code: Int, body: String, phase: ShutdownStatus.Phase?
  ) throws {
    let status = try StatusKind.envoy.status(code: code, body: Array(body.utf8))
    #expect(status == ShutdownStatus(phase: phase, inFlight: nil))
  }

  @Test func `Spring's readiness says when it takes no more requests`() throws {
    let out = Array(#"{"status":"OUT_OF_SERVICE"}"#.utf8)
    #expect(try StatusKind.spring.status(code: 503, body: out) == Self.draining)
    let down = Array(#"{"status":"DOWN"}"#.utf8)
    #expect(throws: ShutdownStatus.Malformed.self) {
      try StatusKind.spring.status(code: 503, body: down)
    }
  }
}
