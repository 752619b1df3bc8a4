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
    "/%2564rain", "/%25%36%34rain", "/%252564rain", "/x;drain", "/x;stop=1/y", "/a?b?drain",
    "/quitquitquit%2fx", "/lameduck",
  ]) func `a path whose reading may begin a drain is refused`(path: String) throws {
    for text in ["text:8022" + path, "8022" + path] {
      let error = try #require(throws: ShutdownStatus.Malformed.self) { try StatusAddress(text) }
      #expect(error.reason.contains("may begin a drain"), "\(text)")
    }
  }

  @Test(arguments: [
    "/shutdown-status", "/shutdown-status?wait=5", "/drain-status", "/drained", "/stops/near",
    "/healthcheck", "/healthcheck/ok", "/metrics?name=drain", "/drains", "/a.b", "/a//b",
    "/stats?filter=a%7Cb", "/a%20b", "/.well-known/status", "/...",
  ]) func `a path that only resembles one is not`(path: String) throws {
    #expect(try StatusAddress.path(path) == path)
  }

  @Test(arguments: [
    "/..", "/../status", "/a/../b", "/%2e%2e/b", "/..%2fb", "/.%2e", "/a/./b", "/..;/b", "/a%2Fb",
    "/a%252Fb", "/a%5Cb", "/a\\b", "/a%3Fb=1", "/a%23b", "/a%3Bb", "/a?b%26c", "/%", "/%zz", "/a?%",
    "/%25", "/+%+1", "/%+1",
  ]) func `a path that servers may read in two ways is refused`(path: String) throws {
    let error = try #require(throws: ShutdownStatus.Malformed.self) { try StatusAddress.path(path) }
    #expect(error.reason.contains("in more than one way"), "\(path): \(error.reason)")
  }

  @Test(arguments: ["/status%00", "/drain%00", "/%0d%0aHost:x", "/%2500", "/%C3%A9", "/%7F"])
  func `a character that no path needs is refused, however it is encoded`(path: String) throws {
    let error = try #require(throws: ShutdownStatus.Malformed.self) { try StatusAddress.path(path) }
    #expect(error.reason.contains("hides a character"), "\(path): \(error.reason)")
  }

  @Test(arguments: StatusKind.allCases)
  func `no kind has a path of its own that may begin a drain`(kind: StatusKind) throws {
    #expect(!kind.paths.isEmpty)
    for path in kind.paths { #expect(try StatusAddress.path(path) == path) }
    #expect(try StatusAddress(kind.rawValue).kind == kind)
  }
}
