import KubernetesObjects

extension State {
  /// Counts a pod among those of its workload that do not start, or no longer, and looks at the workload when
  /// that changes anything.
  mutating func countStall(_ index: Int) {
    let reason = pods[index].stallReason
    let counted = pods[index].agenda.stallCountedAs
    guard reason != counted, let place = place(of: pods[index].workload) else { return }
    pods[index].agenda.stallCountedAs = reason
    if let counted {
      let left = (workloads[place].stalls[counted] ?? 1) - 1
      workloads[place].stalls[counted] = left > 0 ? left : nil
    }
    if let reason { workloads[place].stalls[reason, default: 0] += 1 }
    evaluateWorkload(place)
  }
}

extension Pod {
  /// Why it does not start, while it should; a pod that is on its way out need not.
  public var stallReason: String? {
    shutdown == nil && phase < .exited ? object.stallReason : nil
  }
}
