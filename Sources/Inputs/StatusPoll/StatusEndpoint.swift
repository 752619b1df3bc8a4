internal import ShutdownModel

/// Where a pod's shutdown-status may be asked.
public struct StatusEndpoint: Equatable, Hashable, Sendable {
  /// The container that owns the port, if a container names it.
  public var container: String?
  public var portName: String?
  public var port: Int
  /// Begins with `/`; may have a query.
  public var path: String

  /// Makes an endpoint.
  public init(container: String? = nil, portName: String? = nil, port: Int, path: String) {
    self.container = container
    self.portName = portName
    self.port = port
    self.path = path
  }

  /// The path of the contract.
  public static let contractPath = "/shutdown-status"

  /// How the pod view names it: `http 8080 /shutdown-status`.
  public var text: String {
    [portName, String(port), path].compactMap { $0 }.joined(separator: " ")
  }

  /// Its path through the API server's pod proxy.
  func proxyPath(namespace: String, pod: String) -> String {
    "/api/v1/namespaces/\(namespace.percentEncoded)/pods/\(pod.percentEncoded):\(port)/proxy\(path)"
  }
}

/// What the user said about where the status is served; nil leaves it to be found.
public struct StatusEndpointChoice: Equatable, Sendable {
  public var port: Int?
  public var path: String?

  /// Makes a choice.
  public init(port: Int? = nil, path: String? = nil) {
    self.port = port
    self.path = path
  }

  /// Where to ask a pod, in the order of likelihood.
  ///
  /// The user's port, else the annotation's, else: a port named `status`, the main containers'
  /// `http`, their first port, `metrics`, then the sidecars'.
  func candidates(for target: PollPlan.Target) -> [StatusEndpoint] {
    let path = self.path ?? StatusEndpoint.contractPath
    if let port {
      return [endpoint(port, path, in: target.containers)]
    }
    if let annotated = target.statusAnnotation.flatMap(StatusEndpointChoice.parse) {
      return [endpoint(annotated.port, self.path ?? annotated.path, in: target.containers)]
    }
    let main = ports(of: target.containers.filter { $0.kind == .main })
    let sidecars = ports(of: target.containers.filter { $0.kind == .sidecar })
    let firsts = target.containers.filter { $0.kind == .main }.compactMap { container in
      container.ports.first.map { (container.name, $0) }
    }
    let ordered =
      (main + sidecars).filter { $0.1.name == "status" } + main.filter { $0.1.name == "http" }
      + firsts + main.filter { $0.1.name == "metrics" } + sidecars
    var seen: Set<Int> = []
    return ordered.filter { seen.insert($0.1.number).inserted }.prefix(8).map { container, port in
      StatusEndpoint(container: container, portName: port.name, port: port.number, path: path)
    }
  }

  private func ports(of containers: [ContainerObject]) -> [(String, ContainerObject.Port)] {
    containers.flatMap { container in container.ports.map { (container.name, $0) } }
  }

  private func endpoint(
    _ port: Int, _ path: String, in containers: [ContainerObject]
  ) -> StatusEndpoint {
    let owner = ports(of: containers).first { $0.1.number == port }
    return StatusEndpoint(
      container: owner?.0, portName: owner?.1.name, port: port, path: path)
  }

  /// Reads the annotation `PORT/PATH`; what is not of that form is passed over.
  static func parse(_ annotation: String) -> (port: Int, path: String)? {
    let parts = annotation.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let port = parts.first.flatMap({ Int($0) }), (1...65_535).contains(port) else {
      return nil
    }
    let path = parts.count > 1 ? "/" + parts[1] : StatusEndpoint.contractPath
    let isHarmless = path.utf8.count <= 1000 && path.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isHarmless ? (port, path) : nil
  }
}
