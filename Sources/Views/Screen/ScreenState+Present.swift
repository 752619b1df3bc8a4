public import ShutdownModel
internal import Time

extension ScreenState {
  /// While another moment of a run that goes on is looked at: keeps the worst of what happens now, which the
  /// overview then tells first.
  public mutating func notePresent(_ state: State) {
    guard let timeline, !timeline.isReplay else { return presentDanger = nil }
    let counts = DangerCounts(state)
    guard counts.terminating > 0, counts.inDanger > 0 else { return presentDanger = nil }
    let pods = "\(counts.inDanger) pod\(counts.inDanger == 1 ? " is" : "s are") in danger"
    let soonest = state.timesLeft().filter { $0 > .zero }.min()
    let first = soonest.map { ", the next SIGKILL in \($0.text)" } ?? ""
    presentDanger = Banner(
      role: counts.isCritical ? .criticalBanner : .warningBanner,
      text: "now: \(pods)\(first); this is \(timeline.position.clock)")
  }
}
