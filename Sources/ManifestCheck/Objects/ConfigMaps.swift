import ContainerCommands
import ShutdownModel

/// The ConfigMaps of the input, and what containers take of them.
struct ConfigMaps: Sendable {
  private var byName: [String: [Manifest]] = [:]

  /// Whether there is none.
  var isEmpty: Bool { byName.isEmpty }

  mutating func add(_ manifest: Manifest) { byName[manifest.name, default: []].append(manifest) }

  /// The ConfigMap of that name beside a workload.
  func map(_ name: String?, beside workload: Workload) -> Manifest? {
    name.flatMap { byName[$0] }?.first { $0.isBeside(workload.manifest) }
  }

  /// Gives a container its scripts, its files and the values of its variables.
  func complete(_ container: inout Container, of workload: Workload) {
    for source in (try? container.node.list("envFrom")) ?? [] {
      let name = source[["configMapRef", "name"]]?.text
      guard let object = map(name, beside: workload),
        case .map(let entries) = object.node["data"]?.content
      else { continue }
      let prefix = source["prefix"]?.text ?? ""
      for key in entries.keys where container.environment[prefix + key] == nil {
        take(key, as: prefix + key, of: object, for: &container, at: source)
      }
    }
    for variable in (try? container.node.list("env")) ?? [] {
      guard let name = variable["name"]?.text,
        let source = variable[["valueFrom", "configMapKeyRef"]], let key = source["key"]?.text,
        let object = map(source["name"]?.text, beside: workload)
      else { continue }
      take(key, as: name, of: object, for: &container, at: variable)
    }
    container.files = files(of: container, in: workload)
    let mounting = container
    container.read { MountedScript($0, of: mounting, in: workload, self) }
  }

  private func take(
    _ key: String, as name: String, of object: Manifest, for container: inout Container,
    at node: ManifestNode
  ) {
    guard let value = object.node["data"]?[key], let text = value.text else { return }
    container.environment[name] = Stated(text, node)
    container.references[name] = Finding.Evidence(
      place: Place(file: object.file, line: value.line, path: value.path),
      text: "\(object.title) holds \(key)")
  }

  /// Every entry of the ConfigMaps that a container mounts.
  private func files(of container: Container, in workload: Workload) -> [MountedScript] {
    let mounted = Set(
      ((try? container.node.list("volumeMounts")) ?? []).compactMap { $0["name"]?.text })
    guard !mounted.isEmpty else { return [] }
    var files: [MountedScript] = []
    for volume in (try? workload.pod.node.list("volumes")) ?? [] {
      guard volume["name"]?.text.map(mounted.contains) == true else { continue }
      let projected = volume["projected"].flatMap { try? $0.list("sources") } ?? []
      for source in [volume["configMap"]] + projected.map({ $0["configMap"] }) {
        guard let object = map(source?["name"]?.text, beside: workload),
          let data = object.node["data"], case .map(let entries) = data.content
        else { continue }
        for key in entries.keys.sorted() {
          guard let node = data[key], let text = node.text else { continue }
          files.append(MountedScript(text: text, of: object, key: key, at: node))
        }
      }
    }
    return files
  }
}
