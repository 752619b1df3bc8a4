import PodStatus

// The clients of the sandbox: real requests over real connections.
extension Cluster {
  /// Sends requests to one container for as long as a load balancer would.
  func sendLoad(to process: ContainerProcess, of uid: String) async {
    guard let runtime = pods[uid], let port = runtime.ports?.web else { return }
    var random = SeededGenerator(seed: seed &+ UInt64(runtime.index) &* 0x9e37_79b9)
    var endless = runtime.habit.endlessRequests
    do {
      while pods[uid]?.process === process {
        let gap = Double.random(in: story.gapMilliseconds, using: &random)
        let work = Double.random(in: story.workMilliseconds, using: &random)
        try await Task.sleep(for: .milliseconds(Int(gap)))
        guard isRoutable(uid) else { continue }
        if endless > 0 {
          endless -= 1
          request(port: port, milliseconds: 600_000)
        }
        request(port: port, milliseconds: Int(work))
      }
    } catch {
      // The sandbox ends.
    }
  }

  private func isRoutable(_ uid: String) -> Bool {
    guard let pod = pod(uid), let runtime = pods[uid] else { return false }
    guard let deletedAt = runtime.deletedAt else { return pod.has("Ready") }
    return ContinuousClock.now - deletedAt < .seconds(runtime.habit.lateTrafficSeconds)
  }

  private func request(port: Int, milliseconds: Int) {
    start { cluster in
      // A request that is lost with its pod is part of the story.
      _ = try? await cluster.client.get(
        port: port, path: "/work?ms=\(milliseconds)", timeout: .seconds(3600))
    }
  }
}
