internal import KubernetesObjects
public import PodStatus
internal import ShutdownModel

/// Where a pod's shutdown-status may be asked, and how the answer is read.
public struct StatusEndpoint: Equatable, Hashable, Sendable {
  public var kind: StatusKind
  /// The container that owns the port, if a container names it.
  public var container: String?
  public var portName: String?
  public var port: Int
  /// Begins with `/`; may have a query.
  public var path: String

  /// Makes an endpoint.
  public init(
    kind: StatusKind = .lastcall, container: String? = nil, portName: String? = nil, port: Int,
    path: String
  ) {
    self.kind = kind
    self.container = container
    self.portName = portName
    self.port = port
    self.path = path
  }

  /// How the pod view names it: `http 8080 /shutdown-status`, `caddy 2019 /metrics`.
  public var text: String {
    [kind.prefix, portName, String(port), path].compactMap { $0 }.joined(separator: " ")
  }

  /// Its path through the API server's pod proxy.
  func proxyPath(namespace: String, pod: String) -> String {
    "/api/v1/namespaces/\(namespace.percentEncoded)/pods/\(pod.percentEncoded):\(port)/proxy\(path)"
  }
}

extension StatusKind {
  /// Its name before an endpoint of it; none for our own, which is the usual one.
  var prefix: String? { self == .lastcall ? nil : rawValue }
}

/// What the user said about where the status is served; nil leaves it to be found.
public struct StatusEndpointChoice: Equatable, Sendable {
  public var kind: StatusKind?
  public var port: Int?
  public var path: String?

  /// Makes a choice.
  public init(kind: StatusKind? = nil, port: Int? = nil, path: String? = nil) {
    self.kind = kind
    self.port = port
    self.path = path
  }

  /// Where to ask a pod, in the order of likelihood.
  ///
  /// What the user says, else what the annotation may say; where neither has a port: the kind's own, a port named
  /// `status`, the main containers' `http`, their first port, `metrics`, then the sidecars'.
  func candidates(for target: PollPlan.Target) -> [StatusEndpoint] {
    let annotated = (try? annotation(of: target)) ?? nil
    let kind = self.kind ?? annotated?.kind ?? .lastcall
    let path = self.path ?? annotated?.path ?? kind.paths[0]
    if let port = port ?? annotated?.port {
      return [endpoint(kind, port, path, in: target.containers)]
    }
    let usual = kind.defaultPort.map { [endpoint(kind, $0, path, in: target.containers)] } ?? []
    let declared = likelyPorts(of: target).map { container, port in
      StatusEndpoint(
        kind: kind, container: container, portName: port.name, port: port.number, path: path)
    }
    var seen: Set<Int> = []
    return Array((usual + declared).filter { seen.insert($0.port).inserted }.prefix(8))
  }

  /// What the pod says of itself; nil when it says nothing or the user's words go before it.
  ///
  /// - Throws: why it is not followed and what to do, for the end of a sentence.
  func annotation(
    of target: PollPlan.Target
  ) throws(ShutdownStatus.Malformed) -> StatusAddress? {
    guard kind == nil, port == nil, let text = target.statusAnnotation else { return nil }
    let serving = target.containers.filter { $0.kind == .main || $0.kind == .sidecar }
    let allowed = StatusAllowList(declaredPorts: Set(ports(of: serving).map(\.1.number)))
    return try allowed.address(text, ignoresPath: path != nil)
  }

  /// The ports that may have the status, in the order of likelihood.
  private func likelyPorts(
    of target: PollPlan.Target
  ) -> [(container: String, port: ContainerObject.Port)] {
    let main = ports(of: target.containers.filter { $0.kind == .main })
    let sidecars = ports(of: target.containers.filter { $0.kind == .sidecar })
    let firsts = target.containers.filter { $0.kind == .main }.compactMap { container in
      container.ports.first.map { (container.name, $0) }
    }
    return (main + sidecars).filter { $0.1.name == "status" }
      + main.filter { $0.1.name == "http" } + firsts + main.filter { $0.1.name == "metrics" }
      + sidecars
  }

  private func ports(of containers: [ContainerObject]) -> [(String, ContainerObject.Port)] {
    containers.flatMap { container in container.ports.map { (container.name, $0) } }
  }

  private func endpoint(
    _ kind: StatusKind, _ port: Int, _ path: String, in containers: [ContainerObject]
  ) -> StatusEndpoint {
    let owner = ports(of: containers).first { $0.1.number == port }
    return StatusEndpoint(
      kind: kind, container: owner?.0, portName: owner?.1.name, port: port, path: path)
  }
}
