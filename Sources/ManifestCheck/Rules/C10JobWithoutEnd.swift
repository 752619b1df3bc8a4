import ContainerCommands
import ShutdownModel

/// C10: a Job whose pod does not complete, since a plain sidecar runs on.
enum JobWithoutEnd: Rule {
  static let text = RuleText(
    id: "C10", title: "the Job's pod does not complete while its sidecar runs",
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers"
  )

  /// Words with which a program ends its sidecar.
  private static let ends = [
    "quitquitquit", "linkerd-await", "pkill", "killall", "/shutdown", "/quit",
  ]

  static func findings(in subject: Subject) -> [Finding] {
    guard subject.workload.kind.runsToCompletion, !subject.pod.hasSharedProcesses,
      !endsSidecars(subject)
    else { return [] }
    let injected = Injection.all(of: subject).filter { !$0.waits }.map { proxy in
      finding(
        .warning, subject, at: proxy.evidence.place,
        "\(proxy.name) is injected beside \(names(subject, without: [])) and does not end by itself: "
          + "the pod does not complete while it runs, unless it is injected as a native sidecar",
        advice:
          "turn the injection off for this pod, have it injected as a native sidecar, or let the "
          + "program ask it to quit when the work is done")
    }
    let plain = subject.pod.containers.filter { container in
      [Server.Kind.proxy, .shipper].contains {
        subject.servers.server($0, called: container.name, container.image) != nil
      }
    }
    // What nothing else runs beside is the Job's own work.
    guard plain.count < subject.pod.containers.count else { return injected }
    return injected
      + plain.map { container in
        finding(
          .warning, subject, container: container, at: subject.workload.place(of: container.node),
          "\(container.name) runs beside \(names(subject, without: plain.map(\.name))) and does not end "
            + "by itself: the pod does not complete while it runs",
          evidence: [
            subject.evidence(
              container.node["image"] ?? container.node, "image: \(container.image.text)")
          ],
          advice: container.asNativeSidecar)
      }
  }

  private static func names(_ subject: Subject, without others: [String]) -> String {
    subject.pod.containers.map(\.name).filter { !others.contains($0) }.joined(separator: ", ")
  }

  private static func endsSidecars(_ subject: Subject) -> Bool {
    subject.pod.containers.contains { container in
      (container.words.map(\.value) + [container.script?.text ?? ""]).contains { word in
        ends.contains(where: word.contains)
      }
    }
  }
}
