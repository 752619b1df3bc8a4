/// C07: a field that stands where Kubernetes has none of its name.
enum MisplacedField: Rule {
  static let text = RuleText(
    id: "C07", title: "a field stands where it has no effect",
    source: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation")

  /// What rules read; other unknown fields are left to tools that know every schema.
  private static let read: Set = [
    "terminationGracePeriodSeconds", "lifecycle", "preStop", "postStart", "stopSignal", "exec",
    "httpGet", "sleep", "seconds", "command", "args", "env", "envFrom", "ports", "containers",
    "initContainers", "restartPolicy", "readinessProbe", "livenessProbe", "startupProbe",
    "strategy", "updateStrategy", "rollingUpdate", "maxSurge", "maxUnavailable", "partition",
    "minReadySeconds", "progressDeadlineSeconds", "replicas", "shareProcessNamespace",
    "hostNetwork", "readinessGates", "podManagementPolicy", "activeDeadlineSeconds",
    "podReplacementPolicy", "template", "spec", "periodSeconds", "failureThreshold",
    "initialDelaySeconds", "affinity", "topologySpreadConstraints", "nodeSelector", "tolerations",
    "selector", "minAvailable", "unhealthyPodEvictionPolicy",
  ]

  /// A place on the way down: the type there, and the names that lead to it.
  private struct Step {
    var type: String
    var path: [String]
  }

  static func findings(in subject: Subject) -> [Finding] {
    let root = KubernetesFields.root(of: subject.workload)
    let path = root.node.path.isEmpty ? [] : [root.node.path]
    var findings: [Finding] = []
    walk(root.node, [Step(type: root.type, path: path)], subject, &findings)
    return findings
  }

  private static func walk(
    _ node: ManifestNode, _ steps: [Step], _ subject: Subject, _ findings: inout [Finding]
  ) {
    guard let here = steps.last, let fields = KubernetesFields.types[here.type] else { return }
    guard case .map(let entries) = node.content else {
      guard case .list(let items) = node.content else { return }
      for (index, item) in items.enumerated() {
        var item = item
        item.path = "\(node.path)[\(index)]"
        walk(item, steps, subject, &findings)
      }
      return
    }
    for name in entries.keys.sorted() {
      guard let child = node[name] else { continue }
      if let type = fields[name] {
        walk(child, steps + [Step(type: type, path: here.path + [name])], subject, &findings)
      } else if let path = place(of: name, steps, fields) {
        findings.append(finding(name, child, in: node, path, subject))
      }
    }
  }

  private static func finding(
    _ name: String, _ child: ManifestNode, in parent: ManifestNode, _ path: [String],
    _ subject: Subject
  ) -> Finding {
    let place = parent.path.isEmpty ? "the object's top" : parent.path
    return finding(
      .warning, subject, at: subject.workload.place(of: child),
      "\(name) stands in \(place), where Kubernetes has no such field: it has no effect, or the API "
        + "server refuses the object",
      advice: "write it as \(path.joined(separator: "."))")
  }

  /// Where a field of that name has its place: spelled otherwise here, below, above, or anywhere; nil
  /// when there is none that rules read.
  private static func place(
    of name: String, _ steps: [Step], _ fields: [String: String]
  ) -> [String]? {
    guard let here = steps.last else { return nil }
    // A handler without any of its kinds is refused, as C08 says.
    if here.type == "LifecycleHandler" { return nil }
    if let own = fields.keys.sorted().first(where: { isSpelled(name, $0) }), read.contains(own) {
      return here.path + [own]
    }
    guard read.contains(name) else { return nil }
    if let below = path(to: name, below: here, depth: 3) { return below }
    for step in steps.dropLast().reversed()
    where KubernetesFields.types[step.type]?[name] != nil {
      return step.path + [name]
    }
    return steps.first.flatMap { path(to: name, below: $0, depth: 6) }
  }

  /// Whether a name is another spelling of a field: in small letters, or a part of it.
  private static func isSpelled(_ name: String, _ field: String) -> Bool {
    let (one, other) = (name.lowercased().filter { $0.isLetter }, field.lowercased())
    if one == other { return true }
    let (short, long) = one.count < other.count ? (one, other) : (other, one)
    return short.count >= 7 && long.count - short.count <= 8
      && (long.hasPrefix(short) || long.hasSuffix(short))
  }

  /// The shortest way from a place down to a field.
  private static func path(to name: String, below step: Step, depth: Int) -> [String]? {
    var level = [step]
    for _ in 0..<depth {
      var next: [Step] = []
      for step in level {
        for (field, type) in (KubernetesFields.types[step.type] ?? [:]).sorted(by: {
          $0.key < $1.key
        })
        // A probe's grace is another thing.
        where !type.isEmpty && type != "Probe" {
          let path = step.path + [field]
          if KubernetesFields.types[type]?[name] != nil { return path + [name] }
          next.append(Step(type: type, path: path))
        }
      }
      level = next
    }
    return nil
  }
}
