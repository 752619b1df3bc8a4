/// What is known of one container's end: with the evidence about its work, the ground of a verdict.
struct Ending {
  let container: ContainerObject
  let termination: ContainerObject.Termination
  let shutdown: Shutdown
  let evidence: WorkEvidence

  init?(of name: String, in pod: Pod, shutdown: Shutdown, thresholds: Thresholds) {
    guard let container = pod.object.containers.first(where: { $0.name == name }),
      let termination = container.termination
    else { return nil }
    self.container = container
    self.termination = termination
    self.shutdown = shutdown
    evidence = WorkEvidence(of: name, in: pod, shutdown: shutdown, thresholds: thresholds)
  }

  /// The newest look at its work; nil when nobody measured it.
  var look: WorkEvidence.Look? { evidence.look }

  /// The end as an upper bound: `finishedAt` is cut to whole seconds, and the API shows it later.
  var endedBy: Instant? {
    guard let finishedAt = termination.finishedAt else { return shutdown.exitedAt }
    let bound = finishedAt + .seconds(1)
    return shutdown.exitedAt.map { min(max($0, finishedAt), bound) } ?? bound
  }

  /// It ended before its own limit was reached.
  var isBelowOwnLimit: Bool {
    guard let ownLimitSeconds = evidence.ownLimitSeconds else { return true }
    guard let signalAt = shutdown.signalAt, let endedBy else { return false }
    return (endedBy - signalAt).seconds < ownLimitSeconds
  }
}
