import ContainerCommands
import ShutdownModel

/// A proxy that a mesh puts beside the containers when the pod is made.
struct Injection: Sendable {
  /// `istio-proxy`.
  var name: String
  /// What asks for it.
  var evidence: Finding.Evidence
  /// How long it stays after its stop signal, in seconds.
  var stays: Int
  /// What says so; nil for its default.
  var setting: (text: String, evidence: Finding.Evidence)?
  /// Whether it stays until the program has ended.
  var waits: Bool

  /// Those that the labels and annotations of a pod or of its namespace ask for.
  static func all(of subject: Subject) -> [Injection] {
    // A proxy would change the node's own network.
    guard subject.pod.node["hostNetwork"]?.text != "true" else { return [] }
    let pod = Mark.all(of: subject.workload.template, in: subject.workload.manifest.file)
    let own = subject.workload.manifest.namespace
    let namespaces = (own.isEmpty ? [] : subject.others("Namespace", named: own))
      .flatMap { Mark.all(of: $0.node, in: $0.file) }
    let names = Set((subject.pod.containers + subject.pod.sidecars).map(\.name))
    return subject.servers.servers.compactMap { server in
      guard let name = server.containers.first, !names.contains(name), !server.injectedBy.isEmpty
      else { return nil }
      let keys = Set(
        server.injectedBy.compactMap { $0.split(separator: "=").first.map(String.init) })
      let asked = pod.filter { keys.contains($0.key) }
      let mark =
        asked.isEmpty
        ? namespaces.first { $0.isOne(of: server.injectedBy) }
        : asked.first { $0.isOne(of: server.injectedBy) }
      guard let mark, asked.allSatisfy({ $0.isOne(of: server.injectedBy) }) else { return nil }
      return Injection(server, name, mark, pod + namespaces)
    }
  }

  private init(_ server: Server, _ name: String, _ mark: Mark, _ marks: [Mark]) {
    self.name = name
    evidence = mark.evidence
    stays = server.injectedStays ?? 0
    for mark in marks {
      for setting in server.injectedStaySettings {
        guard let found = ShutdownLimit.value(of: setting, in: "\(mark.key): \(mark.value)") else {
          continue
        }
        if self.setting == nil || found.seconds > stays { stays = found.seconds }
        self.setting = (found.shown, mark.evidence)
      }
    }
    waits = marks.contains { mark in
      server.injectedWaits.contains { word in
        word.contains("=") ? mark.isOne(of: [word]) : "\(mark.key) \(mark.value)".contains(word)
      }
    }
  }
}

/// A label or an annotation.
private struct Mark: Sendable {
  var key: String
  var value: String
  var evidence: Finding.Evidence

  static func all(of node: ManifestNode, in file: String) -> [Mark] {
    ["annotations", "labels"].flatMap { name -> [Mark] in
      guard let marks = node[["metadata", name]], case .map(let entries) = marks.content else {
        return []
      }
      return entries.keys.sorted().compactMap { key in
        guard let node = marks[key], let value = node.text else { return nil }
        return Mark(
          key: key, value: value,
          evidence: Finding.Evidence(
            place: Place(file: file, line: node.line, path: node.path), text: "\(key): \(value)"))
      }
    }
  }

  /// Whether it is one of `key=value`, in which a star at the end stands for the rest.
  func isOne(of pairs: [String]) -> Bool {
    let own = "\(key)=\(value)"
    return pairs.contains { pair in
      pair.hasSuffix("*") ? own.hasPrefix(pair.dropLast()) && !value.isEmpty : own == pair
    }
  }
}
