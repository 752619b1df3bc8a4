import ShutdownModel
import Time

extension Banner {
  /// What it came to: once nothing counts down any more, and some pods ended badly.
  static func result(_ state: State) -> Banner? {
    guard !state.isAnyShuttingDown else { return nil }
    let result = state.result
    guard result.isBad, let sentence = result.sentence else { return nil }
    return Banner(role: .criticalBanner, text: sentence, isResult: true)
  }

  /// What to change first; nil where nothing that was found says what.
  static func firstStep(_ state: State) -> Banner? {
    let worst = state.findings().first(where: \.diagnosis.isFirst)
    return worst.map {
      Banner(role: .strong, text: "do first: \(FindingWords(group: $0).step)")
    }
  }

  /// How it stands where nothing needs a look; nil before anything was seen.
  static func calm(_ state: State) -> Banner? {
    let counts = DangerCounts(state)
    if counts.terminating > 0 { return draining(counts, state) }
    let result = state.result
    if let sentence = result.sentence { return Banner(role: result.role, text: sentence) }
    guard state.isListed, !state.pods.isEmpty else { return nil }
    if case .logs = state.scope { return nil }
    return Banner(role: .quiet, text: "no pod is terminating")
  }

  private static func draining(_ counts: DangerCounts, _ state: State) -> Banner {
    let pods = "\(counts.terminating) pod\(counts.terminating == 1 ? "" : "s") terminating"
    if counts.unsure == 0, counts.inDanger == 0 {
      return Banner(
        role: .good,
        text: counts.terminating == 1
          ? "\(pods), and it is expected to finish in time"
          : "\(pods), all expected to finish in time")
    }
    let soonest = state.timesLeft().min()
    let kill = soonest.map { "; the first SIGKILL comes in \($0.text) at the earliest" } ?? ""
    return Banner(role: .quiet, text: pods + kill)
  }
}

extension State {
  /// Shutdowns were seen, none counts down any more, and no rollout goes on that may begin another.
  var isOver: Bool {
    if case .progressing = rollout { return false }
    return !verdicts.isEmpty && !isAnyShuttingDown
  }

  /// How many pods got which verdict, over all workloads.
  var verdicts: [Verdict.Kind: Int] {
    workloads.reduce(into: [:]) { $0.merge($1.verdicts, uniquingKeysWith: +) }
  }
}
