import Testing

@testable import PodStatus

@Suite struct MetricsTextTests {
  private func value(
    _ text: String, _ selector: String = "g", subtract: Int = 0
  ) throws -> Int? {
    let mapping = StatusMapping(gauge: try MetricSelector(selector), subtract: subtract)
    return try StatusKind.prometheus.status(code: 200, body: Array(text.utf8), mapping: mapping)
      .inFlight
  }

  private func reason(_ text: String, _ selector: String = "g") throws -> String {
    try #require(throws: ShutdownStatus.Malformed.self) { try value(text, selector) }.reason
  }

  @Test(arguments: [
    ("g 3", 3), ("g 3\n", 3), ("g{} 3\r\n", 3), ("  g\t3", 3), ("g 3e0 1732464198000", 3),
    ("g 1\ng{a=\"b\"} 2", 3), ("g{a=\"b\",} 3", 3), ("g { a = \"b\" } 3", nil),
    ("gg 1\ng 3\ng_count 9\nx{g=\"\"} 4", 3), ("# TYPE g gauge\n# HELP g g 7\ng 3", 3),
    ("# TYPE g gauge\n", 0), ("g{a=\"} 9\"} 3", 3), ("g{a=\"\\\"\\\\\\n\"} 3", 3),
    ("this is 1 no metric\ng 3", 3),
  ]) func `a gauge is the sum over its series`(text: String, count: Int?) throws {
    #expect((try? value(text)) == count)
  }

  @Test(arguments: [
    "g", "g NaN", "g +Inf", "g -Inf", "g -1", "g 1.5", "g 1e10", "g 1e999", "g 0x3", "g nan(1)",
    "g 3 x", "g 3 4 5", "g{ 3", "g{a} 3", "g{a=b} 3", "g{a=\"b} 3", "g{a=\"\\x\"} 3",
    "g{a=\"1\",a=\"2\"} 3", "g{a=\"b\" c=\"d\"} 3", "g{9=\"b\"} 3", "g{,} 3", "g 1_000", "g ٣",
    "# TYPE g counter\ng 3", "# TYPE g histogram\ng 3", "h 3", "",
    "g 1000000000\ng{a=\"b\"} 1",
  ]) func `what is no count of tasks is refused`(text: String) throws {
    let reason = try reason(text)
    #expect(!reason.isEmpty && reason.utf8.count < 200)
    #expect(reason.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(reason)")
  }

  @Test func `a label's bytes that are not UTF-8 are refused`() {
    let body = Array("g{a=\"".utf8) + [0xFF] + Array("\"} 3".utf8)
    let mapping = StatusMapping(gauge: try? MetricSelector("g"))
    #expect(throws: ShutdownStatus.Malformed.self) {
      try StatusKind.prometheus.status(code: 200, body: body, mapping: mapping)
    }
  }

  @Test func `labels choose among the series`() throws {
    let text = "g{q=\"mail\",n=\"1\"} 2\ng{q=\"mail\",n=\"2\"} 3\ng{q=\"a\\\"b\"} 7\n"
    #expect(try value(text, #"g{q="mail"}"#) == 5)
    #expect(try value(text, #"g{q="mail",n="2"}"#) == 3)
    #expect(try value(text, #"g{q="a\"b"}"#) == 7)
    #expect(try value(text, #"g{q="mail"}"#, subtract: 9) == 0)
    // A slip in a label must not look like an empty pod.
    #expect(try reason(text, #"g{q="mial"}"#).contains("no series of g"))
  }

  @Test(arguments: ["", "g{", "g}", "g 3", "9g", "g{a=~\"b\"}", "g{a!=\"b\"}", "a b", "g\n"])
  func `a text that is no selector is refused`(text: String) {
    #expect(throws: ShutdownStatus.Malformed.self) { try MetricSelector(text) }
  }

  @Test func `the count of scrapes is never taken for work`() throws {
    let scrapes = "promhttp_metric_handler_requests_in_flight"
    #expect(throws: ShutdownStatus.Malformed.self) { try MetricSelector(scrapes) }
    #expect(throws: ShutdownStatus.Malformed.self) {
      try StatusKind.prometheus.status(code: 200, body: Array("\(scrapes) 1\n".utf8))
    }
  }

  @Test func `handlers that a request passes through count it once`() throws {
    let text = """
      caddy_http_requests_in_flight{handler="subroute",server="a"} 3
      caddy_http_requests_in_flight{handler="reverse_proxy",server="a"} 2
      caddy_http_requests_in_flight{handler="subroute",server="b"} 4
      """
    #expect(try StatusKind.caddy.status(code: 200, body: Array(text.utf8)).inFlight == 7)
  }

  @Test func `Traefik's own request is subtracted where no entry point is its own`() throws {
    let text = #"traefik_open_connections{entrypoint="web",protocol="TCP"} 3"#
    #expect(try StatusKind.traefik.status(code: 200, body: Array(text.utf8)).inFlight == 2)
  }
}
