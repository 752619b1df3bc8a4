import ContainerCommands
import ShutdownModel

/// R07: a hook that executes what the image does not have.
enum HookWithoutBinary: Rule {
  static let text = RuleText(
    id: "R07", title: "the preStop hook executes a program that the image does not have",
    usual: .critical,
    source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/")

  private static let missing: Set = [
    "sh", "bash", "ash", "sleep", "kill", "pkill", "killall", "curl", "wget", "cat", "echo", "test",
  ]

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard let hook = container.preStop, let program = hook.words.first?.baseName,
        container.image.isBare && missing.contains(program)
          || container.image.hasNoBash && program == "bash"
      else { return nil }
      let seconds = max(hook.time.least, 5)
      return finding(
        .critical, subject, container: container, at: subject.workload.place(of: hook.node),
        "the preStop of \(container.name) executes \(program), which its image does not have: the "
          + "hook fails, and the stop signal comes at once",
        evidence: [
          subject.evidence(
            container.node["image"] ?? container.node, "image: \(container.image.text)")
        ],
        advice: container.image.isBare
          ? """
          let the kubelet sleep, which needs nothing in the image (Kubernetes 1.30 or later):
            preStop:
              sleep:
                seconds: \(seconds)
          """
          : "the image has sh: command: [\"sh\", \"-c\", \"…\"]")
    }
  }
}
