import HarmlessText
import KubernetesObjects
public import ShutdownModel
import Time

/// What the window is called: what a person has to know who looks elsewhere.
///
/// `‼4s web` while a pod is in critical danger, with the soonest SIGKILL; `‼ no data web` where nothing new
/// comes from the cluster; `2 draining web`; else `web`. One harmless line of at most 40 characters.
public func windowTitle(_ state: State) -> String {
  let name = state.scope.title.harmless(limit: 400)
  return ([titleDanger(state), name].compactMap { $0 }.joined(separator: " ")).fitted(40)
}

private func titleDanger(_ state: State) -> String? {
  // A countdown from old data may be of a pod that has long ended.
  if state.isCutOff { return "‼ no data" }
  let leaving = state.pods.indices.filter { state.pods[$0].isShuttingDown }
  let endangered = leaving.filter { state.pods[$0].danger(at: state.now) == .critical }
  if let soonest = state.timesLeft(where: { $0.danger(at: state.now) == .critical }).min() {
    return "‼\(Int(max(soonest.seconds, 0)))s"
  }
  if !endangered.isEmpty { return "‼" }
  return leaving.isEmpty ? nil : "\(leaving.count) draining"
}

extension Scope {
  /// Its name without its kind.
  fileprivate var title: String {
    switch self {
    case .workloads(let workloads): workloads.map(\.name).joined(separator: ", ")
    case .selector(let selector, _): selector
    case .pods(let names, _): names.joined(separator: ", ")
    case .namespace(let namespace): namespace
    case .endpoint(let url, _, _): url
    case .logs(let names, _, _): names.joined(separator: ", ")
    }
  }
}
