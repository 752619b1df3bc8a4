import ContainerCommands
import ShutdownModel
import Time

/// A script that a container executes, or another file of it, as a ConfigMap of the input holds it.
struct MountedScript: Equatable, Sendable {
  var text: String
  /// The entry of the ConfigMap.
  var evidence: Finding.Evidence

  /// Follows a file's path through the container's mounts and the pod's volumes; nil when it does not
  /// come from one of these ConfigMaps.
  init?(
    _ file: String, of container: Container, in workload: Workload, _ configMaps: ConfigMaps
  ) {
    guard let mounted = Self.source(of: file, container) else { return nil }
    let (volume, name) = mounted
    let volumes = (try? workload.pod.node.list("volumes")) ?? []
    guard let source = volumes.first(where: { $0["name"]?.text == volume }) else { return nil }
    let projected = source["projected"].flatMap { try? $0.list("sources") } ?? []
    let maps = [source["configMap"]] + projected.map { $0["configMap"] }
    for map in maps.compactMap({ $0 }) {
      let items = (try? map.list("items")) ?? []
      let key =
        items.isEmpty ? name : items.first { $0["path"]?.text == name }.flatMap { $0["key"]?.text }
      guard let key,
        let object = configMaps.map(map["name"]?.text, beside: workload),
        let node = object.node["data"]?[key], let text = node.text
      else { continue }
      self.init(text: text, of: object, key: key, at: node)
      return
    }
    return nil
  }

  /// - Parameter node: the entry of the ConfigMap.
  init(text: String, of object: Manifest, key: String, at node: ManifestNode) {
    self.text = text
    evidence = Finding.Evidence(
      place: Place(file: object.file, line: node.line, path: node.path),
      text: "\(object.title) holds \(key)")
  }

  /// The volume that holds a file of the container, and the file's path in it.
  private static func source(
    of file: String, _ container: Container
  ) -> (volume: String, name: String)? {
    let name = file.hasPrefix("./") ? String(file.dropFirst(2)) : file
    let folder = container.node["workingDir"]?.text
    guard let path = name.hasPrefix("/") ? name : folder.map({ "\($0)/\(name)" }) else {
      return nil
    }
    let parts = path.split(separator: "/")
    var best: (depth: Int, volume: String, name: String)?
    for mount in (try? container.node.list("volumeMounts")) ?? [] {
      guard let volume = mount["name"]?.text, let at = mount["mountPath"]?.text else { continue }
      let under = at.split(separator: "/")
      guard parts.starts(with: under), under.count >= best?.depth ?? 0 else { continue }
      let inside = (mount["subPath"]?.text.map { [Substring($0)] } ?? []) + parts[under.count...]
      best = (under.count, volume, inside.joined(separator: "/"))
    }
    return best.map { ($0.volume, $0.name) }
  }
}
