import KubernetesObjects
import ShutdownModel

/// Pods of one workload and one revision: they stand together, under one heading or folded to it.
struct PodSection {
  let workload: WorkloadID
  let standing: Workload.Standing
  /// It has nothing that needs a look: nothing is terminating, ended badly or does not start.
  let isCalm: Bool
  /// Only its heading is shown.
  let isFolded: Bool
  /// Places in `State.pods` of all its pods, in their order.
  let places: ArraySlice<Int>
  /// Places of those that have a row of their own.
  let shown: [Int]
  /// Places of running pods that share one row, where several sections have something to look at.
  let rest: [Int]
  /// Its workload has pods of one revision only, and there is none to tell it from.
  var isOnlyRevision = false

  /// What its pods' names have in common and which revision they are of: `web-v2n96tqf64-… old`.
  func title(_ state: State) -> String {
    let name = sharedName(state) ?? workload.text
    return standing == .unknown || (standing == .new && isOnlyRevision)
      ? name : "\(name) \(standing.rawValue)"
  }

  /// `web-v2n96tqf64-…`; nil where the names have nothing in common.
  private func sharedName(_ state: State) -> String? {
    if workload.kind == .pod, places.count > 1 { return "pods" }
    guard let first = places.first, let last = places.last else { return nil }
    let part = state.pods[first].sharedNamePart
    guard !part.isEmpty else { return nil }
    // Two old revisions may be on their way out together.
    guard part != state.pods[last].sharedNamePart else { return "\(part)…" }
    return "\(workload.name)-…"
  }

  /// `5 ready, 35 in flight`: what a folded section comes to.
  func summary(_ state: State) -> String { PodSection.summary(places, state) }

  /// `17 ready, 51 in flight`: what the pods come to that share a row.
  func restSummary(_ state: State) -> String { PodSection.summary(rest, state) }

  private static func summary(_ places: some Sequence<Int>, _ state: State) -> String {
    var (ready, starting, terminating, inFlight) = (0, 0, 0, Int?.none)
    var verdicts: [Verdict.Kind: Int] = [:]
    for place in places {
      if let kind = state.pods[place].verdict?.kind {
        verdicts[kind, default: 0] += 1
      } else if state.pods[place].isShuttingDown {
        terminating += 1
      } else if state.pods[place].phase == .ready {
        ready += 1
      } else if state.pods[place].phase < .ready {
        starting += 1
      }
      if state.pods[place].phase < .exited, let count = state.pods[place].inFlight {
        inFlight = (inFlight ?? 0) + count
      }
    }
    var parts = [(terminating, "terminating"), (ready, "ready"), (starting, "starting")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    parts += Verdict.Kind.allCases.compactMap { kind in
      verdicts[kind].map { "\($0) \(kind.rawValue)" }
    }
    if let inFlight { parts.append("\(inFlight) in flight") }
    return parts.joined(separator: ", ")
  }
}
