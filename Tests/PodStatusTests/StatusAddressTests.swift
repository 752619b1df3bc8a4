import Testing

@testable import PodStatus

@Suite struct StatusAddressTests {
  @Test(arguments: [
    ("nginx", StatusKind.nginx, nil, nil), ("caddy:2019", .caddy, 2019, nil),
    ("envoy:15000/stats?filter=a%7Cb", .envoy, 15000, "/stats?filter=a%7Cb"),
    ("text/ready", .text, nil, "/ready"), ("haproxy:80/stats;csv", .haproxy, 80, "/stats;csv"),
    ("json:8080/a:b/c", .json, 8080, "/a:b/c"), ("text/", .text, nil, "/"),
    // As the annotation was before there were kinds.
    ("9000", .lastcall, 9000, nil), ("9000/state?verbose=1", .lastcall, 9000, "/state?verbose=1"),
    ("lastcall:9000/shutdown-status", .lastcall, 9000, "/shutdown-status"),
  ]) func `kind, port and path are read`(
    text: String, kind: StatusKind, port: Int?, path: String?
  ) throws {
    let address = try StatusAddress(text)
    #expect(address.kind == kind)
    #expect(address.port == port)
    #expect(address.path == path)
  }

  @Test(arguments: [
    "", "/", "/path", ":80", "Nginx", "ngnix", "nginx:", "nginx:0", "nginx:65536", "nginx:-1",
    "nginx:80:80", "nginx:+80", "nginx:http", "nginx 80", "80:80", "8080 ", "http", "-1",
    "99999999999999999999", "nginx/a b", "nginx/a\r\nHost: x", "nginx/\u{7F}", "nginx/a#b",
    "nginx/é", "nginx/" + String(repeating: "x", count: 1000),
  ]) func `another form is refused with what to write`(text: String) throws {
    let error = try #require(throws: ShutdownStatus.Malformed.self) { try StatusAddress(text) }
    #expect(error.reason.hasPrefix("use "))
  }

  @Test(arguments: [
    "/wait-for-drain", "/quitquitquit", "/shutdown", "/drain", "/drain/", "/drain_listeners",
    "/drain_listeners?graceful", "/healthcheck/fail", "/actuator/shutdown", "/x/prestop", "/halt",
    "/stop?token=x", "/shutdown-status?drain=1", "/shutdown-status?wait=5&drain", "/s?a=1;drain=1",
    "/DRAIN", "/%64rain", "/a/%64%72%61%69%6E", "/a%2Fdrain", "//drain", "/drain/.", "/./drain",
    "/drain;a=b", "/quitquitquit/x", "/shutdown-status?%64rain=1", "/healthcheck//fail",
  ]) func `a path whose reading may begin a drain is refused`(path: String) throws {
    for text in ["text:8022" + path, "8022" + path] {
      let error = try #require(throws: ShutdownStatus.Malformed.self) { try StatusAddress(text) }
      #expect(error.reason.contains("may begin a drain"), "\(text)")
    }
  }

  @Test(arguments: [
    "/shutdown-status", "/shutdown-status?wait=5", "/drain-status", "/drained", "/stops/near",
    "/healthcheck", "/healthcheck/ok", "/metrics?name=drain", "/drains", "/%", "/%zz", "/a?%",
  ]) func `a path that only resembles one is not`(path: String) throws {
    #expect(try StatusAddress.path(path) == path)
  }

  @Test(arguments: StatusKind.allCases)
  func `no kind has a path of its own that may begin a drain`(kind: StatusKind) throws {
    #expect(!kind.paths.isEmpty)
    for path in kind.paths { #expect(try StatusAddress.path(path) == path) }
    #expect(try StatusAddress(kind.rawValue).kind == kind)
  }
}
