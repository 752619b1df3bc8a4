import Testing

@testable import PodStatus

/// What a pod's own words may make lastcall ask.
@Suite struct StatusAllowListTests {
  private let list = StatusAllowList(declaredPorts: [8080, 8081])

  @Test(arguments: StatusKind.allCases)
  func `each kind's own paths are followed, at a declared port and at its own`(
    kind: StatusKind
  ) throws {
    #expect(try list.address(kind.rawValue) == StatusAddress(kind.rawValue))
    for port in [8080, 8081] + (kind.defaultPort.map { [$0] } ?? []) {
      #expect(try list.address("\(kind):\(port)").port == port)
      for path in kind.paths {
        #expect(try list.address("\(kind):\(port)\(path)").path == path)
      }
    }
    for path in kind.paths { #expect(try list.address("\(kind)\(path)").path == path) }
  }

  @Test(arguments: [
    "/%2e%2e", "/..%2f", "/%2564rain", "/drain%00", "/shutdown-status?action=drain", "/lameduck",
    "/", "/status", "/shutdown-status/", "/Shutdown-Status",
    "//shutdown-status",
    "/shutdown-status?", "/shutdown-status?wait=5",
    "/shutdown-status?drain=1", "/shutdown-status;a",
    "/%73hutdown-status", "/shutdown-status/../drain",
    "/x/shutdown-status", "/metrics/",
    "/actuator/shutdown", "/actuator/heapdump", "/server-status",
    "/stats?filter=.*", "/config_dump",
    "/healthcheck/fail", "/drain_listeners?graceful", "/api/v1/namespaces", "?action=drain",
  ]) func `any other path is refused for every kind`(path: String) {
    for kind in StatusKind.allCases {
      for address in ["\(kind)\(path)", "\(kind):8080\(path)"] {
        #expect(throws: ShutdownStatus.Malformed.self, "\(address)") { try list.address(address) }
      }
    }
  }

  @Test(arguments: StatusKind.allCases)
  func `another kind's path is refused`(kind: StatusKind) {
    let others = Set(StatusKind.allCases.flatMap(\.paths)).subtracting(kind.paths)
    for path in others {
      #expect(throws: ShutdownStatus.Malformed.self, "\(kind)\(path)") {
        try list.address("\(kind):8080\(path)")
      }
    }
  }

  @Test(arguments: [22, 80, 2019, 6443, 8022, 9901, 10250, 15000])
  func `a port that is neither declared nor the kind's own is refused`(port: Int) {
    for kind in StatusKind.allCases where kind.defaultPort != port {
      #expect(throws: ShutdownStatus.Malformed.self, "\(kind):\(port)") {
        try list.address("\(kind):\(port)")
      }
    }
    #expect(throws: ShutdownStatus.Malformed.self) { try list.address("\(port)/shutdown-status") }
  }

  @Test func `what is refused is told with what to do`() throws {
    let port = try #require(throws: ShutdownStatus.Malformed.self) { try list.address("nginx:81") }
    #expect(
      port.reason
        == "port 81 is no containerPort of the pod and is not the 80 of nginx: declare it, or use "
        + "--status-port")
    let path = try #require(throws: ShutdownStatus.Malformed.self) { try list.address("puma/x") }
    #expect(
      path.reason == "a pod may name only /stats for puma; for another path use --status-path")
  }

  @Test func `a path that the user replaces does not matter, a port does`() throws {
    #expect(try list.address("8080/there", ignoresPath: true).port == 8080)
    #expect(throws: ShutdownStatus.Malformed.self) {
      try list.address("9000/there", ignoresPath: true)
    }
  }
}
