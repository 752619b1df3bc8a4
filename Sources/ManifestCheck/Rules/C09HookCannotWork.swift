import ContainerCommands
import ShutdownModel

/// C09: a preStop hook that fails whenever it runs, or that does not do what it says.
enum HookCannotWork: Rule {
  static let text = RuleText(
    id: "C09", title: "the preStop hook cannot do what it says",
    usual: .critical,
    source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/")

  /// What is wrong with a hook: how bad, where, what happens, what to write.
  private typealias Fault = (
    severity: Finding.Severity, node: ManifestNode, sentence: String, advice: String
  )

  static func findings(in subject: Subject) -> [Finding] {
    (subject.pod.containers + subject.pod.sidecars).compactMap { container in
      guard let hook = container.preStop,
        let fault = fault(of: hook, container, subject)
      else { return nil }
      return finding(
        fault.severity, subject, container: container, at: subject.workload.place(of: fault.node),
        "the preStop of \(container.name) \(fault.sentence)",
        evidence: subject.pod.node["hostNetwork"].map {
          hook.request == nil ? [] : [subject.evidence($0, "hostNetwork: \($0.text ?? "")")]
        } ?? [],
        advice: fault.advice)
    }
  }

  private static func fault(
    of hook: PreStop, _ container: Container, _ subject: Subject
  ) -> Fault? {
    switch hook.action {
    case .exec(let words): command(words.map(\.value), hook)
    case .httpGet: hook.request.flatMap { request($0, container, subject) }
    case .other where hook.node["tcpSocket"] != nil:
      (
        .critical, hook.node,
        "is a tcpSocket, which the kubelet does not run as a hook: it fails, and the stop signal "
          + "comes at once", "use exec, httpGet or sleep"
      )
    case .other, .sleep: nil
    }
  }

  private static let atOnce = "it fails, and the stop signal comes at once"
  private static let operators: Set = ["&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1"]

  private static func command(_ words: [String], _ hook: PreStop) -> Fault? {
    let node = hook.node[["exec", "command"]] ?? hook.node
    guard let first = words.first else { return nil }
    let shell = "[\"sh\", \"-c\", \(shown(words).inQuotes)]"
    let own = HookScript.shells.contains { first.hasPrefix("\($0) ") || first.contains("/\($0) ") }
    if first.contains(where: \.isWhitespace), own || words.count == 1 {
      return (
        .critical, node,
        "executes one program named \(first.inQuotes), blanks included, which no image has: "
          + atOnce,
        "give each word by itself, or start a shell: command: "
          + (own ? "[\"sh\", \"-c\", \"…\"]" : shell)
      )
    }
    if HookScript.shells.contains(first.baseName), words.count > 1, !words[1].hasPrefix("-"),
      !words[1].hasPrefix("/"), words[1].contains(where: \.isWhitespace)
    {
      return (
        .critical, node,
        "starts \(first.baseName) without -c, which takes \(words[1].inQuotes) for the name of a file: "
          + atOnce,
        "put -c before the script: command: [\"\(first)\", \"-c\", \(words[1].inQuotes)]"
      )
    }
    if let script = HookScript.inlineScript(words) {
      return shellFault(script, words, hook, node)
    }
    if let sign = words.dropFirst().first(where: { operators.contains($0) }) {
      let isSleep = first.baseName == "sleep"
      return (
        isSleep ? .critical : .warning, node,
        "has \(sign) without a shell: \(first.baseName) gets it as an argument"
          + (isSleep ? ", so that \(atOnce)" : ", and what follows it does not run"),
        "start a shell: command: \(shell)"
      )
    }
    if let word = hook.unreplaced {
      let fails = ["sleep", "kill", "pkill", "killall"].contains(first.baseName)
      return (
        fails ? .critical : .warning, node,
        "gives \(first.baseName) the word \(word), which nothing replaces without a shell"
          + (fails ? ": \(atOnce)" : ""),
        "start a shell: command: \(shell)"
      )
    }
    return nil
  }

  /// Faults of `sh -c`.
  private static func shellFault(
    _ script: String, _ words: [String], _ hook: PreStop, _ node: ManifestNode
  ) -> Fault? {
    if let place = words.firstIndex(of: script), place + 1 < words.count,
      !script.contains(where: { $0.isWhitespace || $0 == "$" })
    {
      let whole = shown(Array(words[place...]))
      let isSleep = script.baseName == "sleep"
      return (
        isSleep ? .critical : .warning, node,
        "runs only '\(script)': after -c the shell takes one word as its script, and '"
          + "\(words[(place + 1)...].joined(separator: " "))' is not part of it"
          + (isSleep ? ". sleep fails, and the stop signal comes at once" : ""),
        "write the script as one word: command: [\"sh\", \"-c\", \(whole.inQuotes)]"
      )
    }
    if let quote = script.first, "'\"".contains(quote), script.last == quote,
      !script.dropFirst().dropLast().contains(quote), script.contains(where: \.isWhitespace)
    {
      return (
        .critical, node,
        "puts its whole script in quotes of its own, so that the shell looks for one program named "
          + "\(script.dropFirst().dropLast()): \(atOnce)",
        "leave the inner quotes away: command: [\"sh\", \"-c\", "
          + "\(String(script.dropFirst().dropLast()).inQuotes)]"
      )
    }
    guard hook.time.least == 0, hook.time.isExact, let sleep = hook.backgroundSleep else {
      return nil
    }
    return (
      .warning, node,
      "runs '\(sleep)' in the background and returns at once, so that it delays nothing",
      "leave the & away"
    )
  }

  private static func shown(_ words: [String]) -> String { words.joined(separator: " ") }

  /// Faults of `httpGet`.
  private static func request(
    _ node: ManifestNode, _ container: Container, _ subject: Subject
  ) -> Fault? {
    let host = node["host"]?.text ?? ""
    let isOnHost = subject.pod.node["hostNetwork"]?.text == "true"
    if host.isEmpty, isOnHost {
      return (
        .critical, node,
        "is an httpGet without a host in a pod of the host network, for which the kubelet finds no "
          + "address: it fails, and the stop signal comes at once (kubernetes#134285)",
        "name the host:\n  httpGet:\n    host: 127.0.0.1"
      )
    }
    let isLocal = ["localhost", "127.0.0.1", "::1", "0.0.0.0"].contains(host)
    if isLocal, !isOnHost {
      return (
        .critical, node,
        "is an httpGet to \(host): the kubelet sends it, so that it goes to the node and not to the pod",
        "leave host away: without it the request goes to the pod's address"
      )
    }
    if let port = node["port"]?.text, Int(port) == nil,
      !container.ports.contains(where: { $0.name == port })
    {
      return (
        .critical, node,
        "is an httpGet to the port \(port), but no port of \(container.name) has that name: it fails, "
          + "and the stop signal comes at once",
        "name the port in ports, or give its number"
      )
    }
    return nil
  }
}
