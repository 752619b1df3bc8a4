extension State {
  /// The newest drains that are learnt from; a rollout has far more.
  private static let learntDrains = 20

  /// What the drains before a pod's own say of it: those of its workload's pods of the same
  /// revision that have begun before and have come to their end.
  ///
  /// It costs some ten microseconds a drain: for many pods it is made once a revision and kept
  /// while no other drain has ended.
  public func drainPrior(for pod: Pod) -> DrainPrior {
    var prior = DrainPrior()
    let earlier = pods.filter { other in
      other.uid != pod.uid && other.workload == pod.workload
        && other.object.revisionHash == pod.object.revisionHash && other.phase >= .exited
    }
    for other in earlier.suffix(State.learntDrains) {
      if let drain = other.drainObservations { prior.learn(drain) }
    }
    return prior
  }
}
