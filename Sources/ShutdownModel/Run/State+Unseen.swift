import KubernetesObjects
import Time

/// Why a run has not seen what it was started for.
struct Unseen: Equatable, Sendable {
  /// For the summary, among other reasons.
  var short: String
  /// All that is known of it.
  var sentence: String
  /// Only the connection stands in the way: to wait longer would have been right.
  var mayCome = false

  init(_ sentence: String, short: String? = nil, mayCome: Bool = false) {
    self.sentence = sentence
    self.short = short ?? sentence
    self.mayCome = mayCome
  }
}

extension State {
  /// Why the run has not seen what it was started for; nil when it has.
  ///
  /// A run that saw nothing is no success, however it ends.
  var unseen: Unseen? {
    switch scope {
    case .logs: return silentFiles
    case .endpoint(let url, _, _): return unansweredEndpoint(url)
    case .workloads, .pods, .selector, .namespace: break
    }
    // The line names the right that is missing.
    if let line = inputs[.watch(.pods)]?.degradations.first {
      return Unseen(line, short: "no right to read the pods")
    }
    if arePodsLost { return lostCluster }
    guard run.listed.contains(.pods) else {
      return Unseen("the cluster has not listed its pods", mayCome: true)
    }
    return pods.isEmpty && isListed ? emptyScope : nil
  }

  /// The files are about no pod; logs of pods that go on are no failure.
  private var silentFiles: Unseen? { pods.isEmpty ? Unseen("no pod was seen") : nil }

  /// Says at once that there is nothing to watch; a workload's pods may be told a moment after it.
  mutating func noteEmptyScope() {
    if case .workloads = scope { return }
    if pods.isEmpty, let unseen { note(unseen.sentence) }
  }

  /// What was named holds nothing.
  private var emptyScope: Unseen? {
    switch scope {
    case .namespace(let namespace):
      guard workloads.isEmpty else { return nil }
      let isKnown = neededKinds.allSatisfy { run.listed.contains($0) }
      return Unseen(
        isKnown
          ? "namespace \(namespace) has no workloads and no pods"
          : "namespace \(namespace) has no pods; there is no right to read its workloads")
    case .selector(let selector, let namespace):
      return Unseen("the selector \(selector) has matched no pod in namespace \(namespace)")
    case .pods(let names, let namespace):
      return Unseen("namespace \(namespace) has no pod \(names.joined(separator: ", "))")
    case .workloads:
      guard arePodsMissing else { return nil }
      return Unseen("\(scope.text) has replicas, but the cluster has listed none of its pods")
    case .endpoint, .logs: return nil
    }
  }

  /// A workload says that it has pods, and none was told; beside a command it may get them only now.
  var arePodsMissing: Bool {
    pods.isEmpty && !run.goal.hasCommand
      && workloads.contains { ($0.object?.replicas ?? 0) > 0 }
  }

  /// A process that is only polled: it never answered, or it stopped answering and no drain was seen.
  private func unansweredEndpoint(_ url: String) -> Unseen? {
    guard !pods.contains(where: { $0.shutdown != nil }) else { return nil }
    guard let pod = pods.last, pod.status.report != nil else {
      return Unseen("\(url) has never reported its status", mayCome: true)
    }
    guard let silentSince = pod.status.silentSince else { return nil }
    return Unseen(
      "\(url) has not answered for \((now - silentSince).text), and no drain was seen before",
      mayCome: true)
  }

  private var lostCluster: Unseen {
    let input = inputs[.proxy]?.lostSince != nil ? InputID.proxy : .watch(.pods)
    let status = inputs[input]
    let length = (now - (status?.lostSince ?? now)).text
    var sentence = "\(input.text) has been lost for \(length)"
    if let reason = status?.lostReason { sentence += " (\(reason))" }
    let names = pods.filter { $0.verdict == nil && $0.phase < .exited }.map(\.object.name)
    if let first = names.first {
      let shown = names.count > 3 ? "\(first), …" : names.joined(separator: ", ")
      let noun = names.count == 1 ? "1 pod" : "\(names.count) pods"
      sentence += "; the end of \(noun) (\(shown)) was not seen"
    }
    return Unseen(sentence, short: "the cluster is lost", mayCome: true)
  }
}
