import ContainerCommands
import ShutdownModel

/// C15: a script that deletes or drains pods with a grace of its own.
enum ForcedDeletion: Rule {
  static let text = RuleText(
    id: "C15", title: "a script deletes pods with a shorter grace period than their own",
    usual: .notice,
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-forced")

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      var words = container.start.allWords
      if words.first?.baseName != "kubectl", !words.contains("kubectl") { return nil }
      words = words.filter { !$0.isRedirection }
      guard words.contains("delete") || words.contains("drain") || words.contains("rollout"),
        let seconds = grace(in: words), 0..<PodSpec.defaultGrace ~= seconds
      else { return nil }
      let verb = words.contains("drain") ? "drains" : "deletes"
      return finding(
        .notice, subject, container: container,
        at: container.startSource.map { subject.workload.place(of: $0) }
          ?? subject.workload.place(of: container.node),
        "\(container.name) \(verb) with a grace period of \(seconds) s: pods get no more, whatever their "
          + "own is" + (seconds == 0 ? ", and no preStop runs" : ""),
        evidence: [container.script?.evidence].compactMap(\.self),
        advice:
          "leave --grace-period\(seconds == 0 ? ", --now and --force" : "") away, so that each pod "
          + "has its own")
    }
  }

  private static func grace(in words: [String]) -> Int? {
    if words.contains("--now") { return 1 }
    for (index, word) in words.enumerated() {
      if word.hasPrefix("--grace-period=") { return Int(word.dropFirst("--grace-period=".count)) }
      if word == "--grace-period", index + 1 < words.count { return Int(words[index + 1]) }
    }
    return nil
  }
}
