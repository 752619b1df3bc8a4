import HarmlessText
import Settings
import ShutdownModel

/// What is said of a name on the command line that is not one.
extension WatchTarget {
  /// Refuses words that only together are a name, as `kubectl get deploy web` takes them.
  ///
  /// - Returns: the sentence; nil when nothing is known against them.
  static func problem(with words: [String]) -> String? {
    guard let first = words.first, !words.contains(where: { $0.contains("/") }) else {
      return words.first.flatMap(kubectlCommand)
    }
    if let sentence = kubectlCommand(first) { return sentence }
    guard kind(of: first) != nil else { return nil }
    let names = words.dropFirst().filter(isName)
    if names.isEmpty {
      return "\(first.quotedForMessage) is a type without a name; write \(first)/NAME, "
        + "or leave it out to watch every workload of the namespace"
    }
    let pairs = names.prefix(5).map { "\(first)/\($0)" }.joined(separator: " ")
    return "\(first.quotedForMessage) is a type without a name; did you mean \(pairs)?"
  }

  /// A word that has not the form TYPE/NAME.
  static func notAPair(_ argument: String) -> String {
    let sentence = "\(argument.quotedForMessage) is not TYPE/NAME; "
    if argument.contains(","), argument.contains("/") {
      return sentence + "separate names with spaces, as in deploy/web sts/db"
    }
    if argument.contains("/") {
      return sentence + "write for example deploy/web; -n names the namespace"
    }
    let commands = ["watch", "attach", "check", "demo", "probe", "replay", "report"]
    let nearest = nearestName(to: argument, among: commands + kinds.flatMap(\.names))
    if let nearest, commands.contains(nearest) {
      return sentence + "write for example deploy/web; or did you mean the command '\(nearest)'?"
    }
    if let nearest { return sentence + "did you mean \(nearest)/NAME?" }
    return sentence + "write for example deploy/\(isName(argument) ? argument : "web") or pod/web-1"
  }

  /// A type that cannot be watched, or that there is not.
  static func unknownType(_ type: String, name: String) -> String {
    let plain = String(type.lowercased().prefix { $0 != "." })
    let others =
      "lastcall watches Deployments, StatefulSets, DaemonSets and pods, not \(type.quotedForMessage)"
    let object = isName(name) ? name : "NAME"
    switch plain {
    case "job", "jobs":
      return others + "; for the pods of a Job write -l job-name=\(object)"
    case "cronjob", "cronjobs", "cj":
      return others + "; for the pods of one of its Jobs write -l job-name=NAME"
    case "replicaset", "replicasets", "rs":
      return others + "; name the Deployment that owns it, or its pods' labels with -l"
    case "node", "nodes", "no":
      return others + "; for a node drain write -n NAMESPACE, which watches all its workloads"
    case "namespace", "namespaces", "ns":
      return others + "; for every workload of a namespace write -n \(object)"
    case "service", "services", "svc", "replicationcontroller", "replicationcontrollers", "rc",
      "hpa",
      "horizontalpodautoscaler", "ingress", "ing", "pdb", "poddisruptionbudget", "rollout",
      "rollouts":
      return others + "; select the pods behind it by their labels, as in -l app=web"
    default: break
    }
    // `po` and `ds` are two letters from almost everything that is short.
    let names = kinds.flatMap(\.names).filter { $0.count > 3 || $0.hasPrefix(plain) }
    if let nearest = nearestName(to: plain, among: names) {
      return "\(type.quotedForMessage) is not a type that lastcall watches; "
        + "did you mean \(nearest)/\(object)?"
    }
    return others + "; select other pods by their labels, as in -l app=web"
  }

  /// A command of kubectl where the name of a workload should stand.
  private static func kubectlCommand(_ word: String) -> String? {
    let commands = [
      "get", "describe", "logs", "log", "rollout", "delete", "apply", "create", "edit", "exec",
      "scale",
      "set", "top", "wait", "events", "drain", "patch", "run", "port-forward",
    ]
    guard commands.contains(word) else { return nil }
    return "\(word.quotedForMessage) is a command of kubectl; name only what to watch, as in "
      + "\(invokedName) deploy/web, and run kubectl behind --, as in "
      + "\(invokedName) deploy/web -- kubectl rollout restart deploy/web"
  }
}
