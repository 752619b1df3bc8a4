import ContainerCommands
import ShutdownModel

/// C08: what the API server refuses, so that nothing of the object is applied.
enum RefusedByAPI: Rule {
  static let text = RuleText(
    id: "C08", title: "the API server refuses the object",
    usual: .critical,
    source: "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/")

  static func findings(in subject: Subject) -> [Finding] {
    var findings: [Finding] = []
    for container in subject.pod.containers + subject.pod.sidecars {
      findings += handlers(of: container, subject)
      findings += typeFaults(of: container, subject)
    }
    return findings + knative(subject) + [deadline(subject)].compactMap(\.self)
  }

  /// What Knative's webhook refuses in the template of a Service: its proxy ends the requests.
  private static func knative(_ subject: Subject) -> [Finding] {
    guard subject.workload.kind == .knativeService else { return [] }
    let fields =
      subject.pod.containers.compactMap { $0.node["lifecycle"].map { ("lifecycle", $0) } }
      + [
        subject.pod.node["terminationGracePeriodSeconds"].map {
          ("terminationGracePeriodSeconds", $0)
        }
      ]
      .compactMap(\.self)
    return fields.map { name, node in
      finding(
        .critical, subject, at: subject.workload.place(of: node),
        "\(name) stands in a Knative Service, which does not take it: the API server refuses the object",
        advice:
          "leave it away; timeoutSeconds is how long a request, and so the end of a pod, may take")
    }
  }

  /// A hook with two handlers, or with none.
  private static func handlers(of container: Container, _ subject: Subject) -> [Finding] {
    guard let lifecycle = container.node["lifecycle"] else { return [] }
    return ["preStop", "postStart"].compactMap { name in
      guard let hook = lifecycle[name] else { return nil }
      let kinds = ["exec", "httpGet", "sleep", "tcpSocket"].filter { hook[$0] != nil }
      guard kinds.count != 1 else { return nil }
      let place = subject.workload.place(of: hook)
      return finding(
        .critical, subject, container: container, at: place,
        kinds.isEmpty
          ? "the \(name) of \(container.name) names no handler: the API server refuses the pod"
          : "the \(name) of \(container.name) names \(kinds.joined(separator: " and ")), but a hook "
            + "takes one handler: the API server refuses the pod",
        advice: kinds.isEmpty
          ? "put what it does under exec, httpGet or sleep:\n  \(name):\n    exec:\n"
            + "      command: [\"sh\", \"-c\", \"sleep 5\"]"
          : "keep one of them; sh -c runs several commands one after the other")
    }
  }

  /// Numbers and booleans where only strings are taken.
  private static func typeFaults(of container: Container, _ subject: Subject) -> [Finding] {
    var nodes: [(String, ManifestNode)] = []
    func add(_ name: String, _ parent: ManifestNode?, _ key: String) {
      for item in parent.flatMap({ try? $0.list(key) }) ?? [] { nodes.append((name, item)) }
    }
    add("the command", container.node, "command")
    add("the arguments", container.node, "args")
    add("the preStop command", container.node[["lifecycle", "preStop", "exec"]], "command")
    add("the postStart command", container.node[["lifecycle", "postStart", "exec"]], "command")
    for variable in (try? container.node.list("env")) ?? [] {
      guard let value = variable["value"] else { continue }
      nodes.append(("the variable \(variable["name"]?.text ?? "?")", value))
    }
    return nodes.compactMap { name, node in
      guard let type = node.otherThanText, let text = node.text else { return nil }
      return finding(
        .critical, subject, container: container, at: subject.workload.place(of: node),
        "\(text) in \(name) of \(container.name) is a \(type), not a string: the API server refuses "
          + "the object",
        advice: "put it in quotes: \(text.inQuotes)")
    }
  }

  private static func deadline(_ subject: Subject) -> Finding? {
    let spec = subject.workload.manifest.node["spec"]
    guard subject.workload.kind == .deployment, let minReady = spec?["minReadySeconds"],
      subject.workload.minReady > 0,
      let stated = try? spec?.integer("progressDeadlineSeconds", in: 0...Int.max)
        ?? Stated(default: 600), subject.workload.minReady >= stated.value
    else { return nil }
    return finding(
      .critical, subject, at: subject.workload.place(of: minReady),
      "minReadySeconds is \(subject.workload.minReady), but progressDeadlineSeconds is "
        + "\(stated.value)\(stated.isDefault ? " (the default)" : "") and must be greater: the API "
        + "server refuses the object",
      evidence: [subject.evidence("progressDeadlineSeconds", stated)],
      advice: "raise the deadline:\n  progressDeadlineSeconds: "
        + "\(min(subject.workload.minReady, 1_000_000) + 600)")
  }
}
