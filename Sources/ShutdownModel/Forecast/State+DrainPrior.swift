internal import PodStatus

extension State {
  /// The most pods that are learnt from, the newest; a rollout may have far more.
  private static let learntPods = 20

  /// What its like say of a pod's drain: the other drains of its workload's pods of the same
  /// revision, as far as they have come, and how long the tasks of all those pods take.
  ///
  /// A drain that still goes on counts like one that is over. To learn from the ended ones alone
  /// would be to learn from the fast ones: those that last are not over yet.
  ///
  /// It costs some thirty microseconds a pod that is learnt from, so that a view keeps it for a while.
  public func drainPrior(for pod: Pod) -> DrainPrior {
    let like = pods.filter { other in
      other.uid != pod.uid && other.workload == pod.workload
        && other.object.revisionHash == pod.object.revisionHash
    }
    var prior = DrainPrior()
    let draining = like.filter { $0.phase >= .draining }
    for drain in draining.compactMap(\.drainObservations).suffix(State.learntPods) {
      prior.learn(drain.counts)
    }
    for report in like.compactMap(\.status.report).suffix(State.learntPods) {
      // Streams last; they are taken to be the oldest.
      let ages = report.oldestSeconds.dropFirst(max(report.streams ?? 0, 0))
      prior.learn(report.durations, ages: Array(ages))
    }
    return prior
  }
}
