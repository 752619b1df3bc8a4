/// What a pod itself may make lastcall ask: an allow list.
///
/// An annotation is written by whoever owns the pod, and the request for it is made with the rights of
/// whoever watches. So a pod chooses among what is known to be a mere read: its kind's own paths, byte
/// for byte, at a port that its containers declare or that is its kind's own. Anything else only the
/// user can ask for. Every other word of a pod that names a path or a port is held against this list, too.
public struct StatusAllowList: Equatable, Sendable {
  /// The containerPorts of the containers that serve.
  public let declaredPorts: Set<Int>

  /// Makes the list of one pod.
  public init(declaredPorts: Set<Int>) {
    self.declaredPorts = declaredPorts
  }

  /// Reads what the pod says of itself, `KIND[:PORT][/PATH]`, and what the user leaves to it.
  ///
  /// - Parameters:
  ///   - text: what stands in the annotation.
  ///   - ignoresPath: the user names a path, so that the pod's does not matter.
  /// - Throws: why it is not followed and what to do, for the end of a sentence.
  public func address(
    _ text: String, ignoresPath: Bool = false
  ) throws(ShutdownStatus.Malformed) -> StatusAddress {
    let address = try StatusAddress(text)
    let kind = address.kind
    if let port = address.port, port != kind.defaultPort, !declaredPorts.contains(port) {
      let own = kind.defaultPort.map { " and is not the \($0) of \(kind)" } ?? ""
      throw .init(
        "port \(port) is no containerPort of the pod\(own): declare it, or use --status-port")
    }
    if !ignoresPath, let path = address.path, !kind.paths.contains(path) {
      throw .init(
        "a pod may name only \(kind.paths.joined(separator: ", ")) for \(kind); "
          + "for another path use --status-path")
    }
    return address
  }
}
