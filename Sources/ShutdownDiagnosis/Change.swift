/// YAML of a pod template to write instead, as lines of an advice.
enum Change {
  /// A delay by the kubelet itself, in place of whatever hook there is.
  static func sleep(_ seconds: Int, in container: String) -> String {
    inContainer(
      container, ["lifecycle:", "  preStop:", "    sleep:", "      seconds: \(seconds)"])
  }

  /// Needs Kubernetes 1.33 and its feature gate.
  static func stopSignal(_ signal: String, in container: String) -> String {
    inContainer(
      container, ["lifecycle:", "  stopSignal: \(signal)"], beside: ["os:", "  name: linux"])
  }

  static func hook(_ command: String, in container: String) -> String {
    inContainer(
      container, ["lifecycle:", "  preStop:", "    exec:", "      command: [\(command)]"])
  }

  static func command(_ command: String, in container: String) -> String {
    inContainer(container, ["command: [\(command)]"])
  }

  private static func inContainer(
    _ name: String, _ lines: [String], beside others: [String] = []
  ) -> String {
    template(others + ["containers:", "  - name: \(name)"] + lines.map { "    " + $0 })
  }

  private static func template(_ lines: [String], _ why: String? = nil) -> String {
    "\n  # in spec.template.spec" + (why.map { ": \($0)" } ?? "")
      + lines.map { "\n  " + $0 }.joined()
  }
}
