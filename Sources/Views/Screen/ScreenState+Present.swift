public import ShutdownModel
internal import Time

extension ScreenState {
  /// While another moment of a run that goes on is looked at: says so, and keeps the worst of what happens
  /// now, which every view then tells first.
  public mutating func notePresent(_ state: State) {
    guard let timeline, !timeline.isReplay else { return present = nil }
    let ago = (timeline.range.upperBound - timeline.position).text
    let counts = DangerCounts(state)
    guard counts.inDanger > 0 else {
      // Out of danger is also who was killed meanwhile.
      let bad = state.pods.count { $0.verdict?.kind.isKnownBad == true }
      return present = Banner(
        role: .warningBanner,
        text: "all below is \(ago) ago; now no pod is in danger"
          + (bad > 0 ? ", \(bad) ended badly" : ""))
    }
    let pods = "\(counts.inDanger) pod\(counts.inDanger == 1 ? " is" : "s are") in danger"
    let soonest = state.timesLeft().filter { $0 > .zero }.min()
    let first = soonest.map { ", the next SIGKILL in \($0.text)" } ?? ""
    present = Banner(
      role: counts.isCritical ? .criticalBanner : .warningBanner,
      text: "now \(pods)\(first); all below is \(ago) ago")
  }
}
