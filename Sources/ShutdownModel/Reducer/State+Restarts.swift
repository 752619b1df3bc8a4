import DequeModule
import KubernetesObjects
import Time

extension State {
  /// Tells of runs of containers that have ended in a pod that nobody asked to end.
  mutating func tellRestarts(_ index: Int, before: PodObject) {
    guard pods[index].shutdown == nil else { return }
    for container in pods[index].object.containers where container.kind == .main {
      let known = before.containers.first { $0.name == container.name }
      guard let known, let end = container.newestEnd, end != known.newestEnd else { continue }
      let restart = pods[index].restart(of: container.name, end)
      outputs.append(Output(now, .restart(pods[index].identity, restart)))
      log.append(
        time: now, podUID: pods[index].uid, podName: pods[index].object.name,
        container: container.name, .note(restart.sentence))
    }
  }
}

extension Pod {
  fileprivate func restart(of container: String, _ end: ContainerObject.Termination) -> Restart {
    var restart = Restart(
      container: container, exitCode: end.exitCode, reason: end.reason,
      failedProbe: end.exitCode == 137 ? failedProbe(of: container, end) : nil)
    guard status.container.map({ $0 == container }) ?? true, let finishedAt = end.finishedAt,
      let bound = end.finishedBy
    else { return restart }
    if let look = samples.last(where: { $0.time <= bound }),
      bound - look.time <= Freshness.beforeEnd
    {
      restart.inFlight = look.inFlight
      restart.inFlightAgeSeconds = max((finishedAt - look.time).seconds, 0)
    }
    return restart
  }
}

extension ContainerObject {
  /// How its newest run that is over ended.
  fileprivate var newestEnd: Termination? { termination ?? lastTermination }
}
