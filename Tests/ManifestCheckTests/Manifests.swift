import ContainerCommands
import PodStatus
import Settings

@testable import ManifestCheck

/// Manifests for the tests, and what is found in them.
enum Manifests {
  static let servers = try! LoadedSettings(flags: [:], environment: [:]).servers()

  /// A Deployment of 3 with a Service, in which nothing is wrong that warns; `pod` and `container`
  /// are more lines of the pod's spec and of its container.
  static func deployment(
    _ container: String = "", pod: String = "", spec: String = "", image: String = "shop/web:1",
    before: String = "", preStop: Bool = true, probe: Bool = true
  ) -> String {
    """
    \(before)apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      \(spec.isEmpty ? "replicas: 3" : spec.indented(2))
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          \(pod.isEmpty ? "dnsPolicy: Default" : pod.indented(6))
          containers:
          - name: web
            image: \(image)
            ports: [{name: http, containerPort: 8080}]
            \(probe ? "readinessProbe: {tcpSocket: {port: http}}" : "stdin: false")
            \(preStop ? "lifecycle: {preStop: {sleep: {seconds: 5}}}" : "tty: false")
            \(container.isEmpty ? "resources: {}" : container.indented(8))
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: front}
    spec:
      selector: {app: web}
      ports: [{port: 80, targetPort: http}]
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    """
  }

  static func report(_ yaml: String) -> ManifestReport {
    ManifestReport([ManifestFile(name: "web.yaml", bytes: Array(yaml.utf8))])
  }

  /// The findings as `R03 warning`.
  static func found(_ yaml: String) -> [String] {
    let report = report(yaml)
    return report.problems + report.findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }
}

extension ManifestReport {
  /// A check as a user without a configuration has it.
  init(_ files: [ManifestFile], history: DrainHistory? = nil) {
    self.init(files, servers: Manifests.servers, history: history)
  }
}

extension String {
  /// The lines after the first, moved to the right.
  fileprivate func indented(_ spaces: Int) -> String {
    replacing("\n", with: "\n" + String(repeating: " ", count: spaces))
  }
}
