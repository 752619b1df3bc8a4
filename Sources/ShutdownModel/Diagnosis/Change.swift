/// YAML of a pod template to write instead, as lines of an advice.
enum Change {
  /// - Parameter why: how the number comes about.
  static func grace(_ seconds: Int, _ why: String? = nil) -> String {
    "\n  # in spec.template.spec" + (why.map { ": \($0)" } ?? "")
      + "\n  terminationGracePeriodSeconds: \(seconds)"
  }

  /// A delay by the kubelet itself, in place of whatever hook there is.
  static func sleep(_ seconds: Int, in container: String) -> String {
    "\n  # in spec.template.spec\n  containers:\n    - name: \(container)\n      lifecycle:"
      + "\n        preStop:\n          sleep:\n            seconds: \(seconds)"
  }

  /// Needs Kubernetes 1.33 and its feature gate.
  static func stopSignal(_ signal: String, in container: String) -> String {
    "\n  # in spec.template.spec\n  os:\n    name: linux\n  containers:\n    - name: \(container)"
      + "\n      lifecycle:\n        stopSignal: \(signal)"
  }

  static func hook(_ command: String, in container: String) -> String {
    "\n  # in spec.template.spec\n  containers:\n    - name: \(container)\n      lifecycle:"
      + "\n        preStop:\n          exec:\n            command: [\(command)]"
  }

  static func command(_ command: String, in container: String) -> String {
    "\n  # in spec.template.spec\n  containers:\n    - name: \(container)"
      + "\n      command: [\(command)]"
  }
}
