import PodStatus
import ShutdownModel
import Testing

@testable import Inputs
@testable import KubernetesObjects

@Suite struct StatusEndpointTests {
  private typealias Port = ContainerObject.Port

  @Test func `ports are tried in the order in which they are likely to have the status`() {
    var target = PollPlan.Target.pod("a", .rest)
    target.containers = [
      ContainerObject(
        name: "first",
        ports: [Port(number: 1000), Port(name: "metrics", number: 1001), Port(number: 1002)]),
      ContainerObject(
        name: "second",
        ports: [Port(name: "grpc", number: 2000), Port(name: "http", number: 2001)]),
      ContainerObject(
        name: "mesh", kind: .sidecar,
        ports: [Port(number: 3000), Port(name: "status", number: 3001)]),
      ContainerObject(name: "setup", kind: .`init`, ports: [Port(name: "status", number: 4000)]),
    ]
    let candidates = StatusEndpointChoice().candidates(for: target)
    #expect(candidates.map(\.port) == [3001, 2001, 1000, 2000, 1001, 3000])
    #expect(candidates.map(\.container) == ["mesh", "second", "first", "second", "first", "mesh"])
    #expect(candidates.allSatisfy { $0.path == "/shutdown-status" })
  }

  @Test func `a port is tried once, and of many ports only eight`() {
    let same = PollPlan.Target.pod("a", .rest, ports: [80, 80])
    #expect(StatusEndpointChoice().candidates(for: same).map(\.port) == [80])
    var many = PollPlan.Target.pod("a", .rest)
    many.containers = (1...20).map { ContainerObject(name: "c\($0)", ports: [Port(number: $0)]) }
    #expect(StatusEndpointChoice().candidates(for: many).map(\.port) == Array(1...8))
  }

  @Test(arguments: [
    ("8080", 8080, "/shutdown-status"), ("8080/shutdown-status", 8080, "/shutdown-status"),
    ("prometheus:8080", 8080, "/metrics"), ("text:8080/healthz", nil, "/shutdown-status"),
    ("text:8080/readyz", 8080, "/readyz"), ("caddy:2019", 2019, "/metrics"),
  ]) func `of the annotation what the allow list has is followed`(
    annotation: String, port: Int?, path: String
  ) {
    let target = PollPlan.Target.pod("a", .rest, annotation: annotation)
    let candidates = StatusEndpointChoice().candidates(for: target)
    #expect(candidates.map(\.port) == [port ?? 8080])
    #expect(candidates.map(\.path) == [path])
    // The container that has the port is known by it.
    #expect(candidates.map(\.container) == [port == 2019 ? nil : "web"])
  }

  @Test func `only the ports of containers that serve are declared`() {
    var target = PollPlan.Target.pod("a", .rest, annotation: "4000/shutdown-status")
    target.containers.append(
      ContainerObject(name: "setup", kind: .`init`, ports: [Port(number: 4000)]))
    #expect(StatusEndpointChoice().candidates(for: target).map(\.port) == [8080])
    target.containers.append(
      ContainerObject(name: "mesh", kind: .sidecar, ports: [Port(number: 4000)]))
    #expect(StatusEndpointChoice().candidates(for: target).map(\.port) == [4000])
  }

  @Test(arguments: [
    "", "http", "0", "65536", "-1", "8080 ", "9000/a b", "9000/a\r\nHost: x", "9000/\u{7F}",
    "9000/" + String(repeating: "x", count: 1000), "99999999999999999999", "8022/wait-for-drain",
    "envoy:9901/drain_listeners", "text:8022/shutdown-status?drain=1", "9000", "9000/state",
    "8080/state", "8080/%2e%2e", "8080/..%2f", "8080/%2564rain", "8080/drain%00",
    "8080/shutdown-status?action=drain", "8080/lameduck", "nginx:8080/x", "caddy:2020",
  ]) func `an annotation of another form is passed over`(annotation: String) {
    let target = PollPlan.Target.pod("a", .rest, annotation: annotation)
    #expect(StatusEndpointChoice().candidates(for: target).map(\.port) == [8080])
  }

  @Test func `what the user says goes before the annotation`() {
    let target = PollPlan.Target.pod("a", .rest, annotation: "8080/there")
    let byPort = StatusEndpointChoice(port: 7000).candidates(for: target)
    #expect(byPort.map(\.text) == ["7000 /shutdown-status"])
    let byPath = StatusEndpointChoice(path: "/here").candidates(for: target)
    #expect(byPath.map(\.text) == ["8080 /here"])
  }

  @Test func `the annotation's kind brings its path, and its port before the pod's own`() {
    let caddy = PollPlan.Target.pod("a", .rest, annotation: "caddy")
    #expect(
      StatusEndpointChoice().candidates(for: caddy).map(\.text)
        == ["caddy 2019 /metrics", "caddy 8080 /metrics"])
    let nginx = PollPlan.Target.pod("a", .rest, annotation: "nginx:8080/basic_status")
    let candidates = StatusEndpointChoice().candidates(for: nginx)
    #expect(candidates.map(\.text) == ["nginx 8080 /basic_status"])
    #expect(candidates.map(\.container) == ["web"])
    let text = PollPlan.Target.pod("a", .rest, annotation: "text/ready")
    #expect(StatusEndpointChoice().candidates(for: text).map(\.text) == ["text 8080 /ready"])
  }

  @Test func `the user's kind goes before the annotation`() {
    let target = PollPlan.Target.pod("a", .rest, ports: [80], annotation: "caddy:2019")
    let choice = StatusEndpointChoice(kind: .nginx)
    #expect(choice.candidates(for: target).map(\.text) == ["nginx 80 /nginx_status"])
    let there = StatusEndpointChoice(kind: .nginx, port: 81, path: "/there")
    #expect(there.candidates(for: target).map(\.text) == ["nginx 81 /there"])
  }

  @Test func `the path through the pod proxy cannot leave the pod`() {
    let endpoint = StatusEndpoint(port: 80, path: "/s?a=1")
    #expect(
      endpoint.proxyPath(namespace: "shop", pod: "web-1")
        == "/api/v1/namespaces/shop/pods/web-1:80/proxy/s?a=1")
    #expect(
      endpoint.proxyPath(namespace: "a/b", pod: "../x y")
        == "/api/v1/namespaces/a%2Fb/pods/..%2Fx%20y:80/proxy/s?a=1")
  }
}
