import KubernetesObjects

extension State {
  /// A file shows these pods no longer: what they do from here on, nobody saw.
  mutating func noteGlimpses(of uids: Set<String>) {
    for uid in uids {
      guard let index = podIndex[uid], !pods[index].isGone else { continue }
      pods[index].isOnlyGlimpsed = true
    }
  }

  /// What was read has ended: of an object that is still there, its finalizers are what holds it.
  mutating func noteLeftBehind() {
    for index in pods.indices
    where pods[index].shutdown?.exitedAt != nil && pods[index].phase == .exited
      && !pods[index].object.finalizers.isEmpty && pods[index].object.deletionTimestamp != nil
    {
      pods[index].isLeftBehind = true
      pods[index].agenda.needsDiagnosis = true
      diagnose(index)
    }
  }
}
