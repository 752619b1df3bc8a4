import KubernetesObjects
import Time

/// A node whose clock is behind the API server's: its containers seem to have begun before their pod was made.
extension Pod {
  /// Reads the times that the kubelet wrote as the API server would have written them.
  ///
  /// A container that ended 6 s after the deletion would otherwise seem to have ended before it.
  mutating func readNodeTimes() {
    nodeClockLag = max(nodeClockLag, object.nodeClockLag)
    guard nodeClockLag > .zero else { return }
    for index in object.containers.indices {
      object.containers[index].shiftTimes(by: nodeClockLag)
    }
  }
}

extension PodObject {
  /// How far the clock of its node is behind at least; zero where nothing shows it.
  ///
  /// The mirror of a static pod is made after its containers.
  fileprivate var nodeClockLag: TimeSpan {
    guard let createdAt, owner?.kind != "Node" else { return .zero }
    let first = containers.compactMap(\.firstStart).min() ?? createdAt
    let lag = createdAt - first
    return lag > .seconds(1) && lag < PodObject.longestClockLag ? lag : .zero
  }

  /// What is more is no clock: some runtimes write 1970 for what never started.
  private static let longestClockLag = TimeSpan.seconds(3600)
}

extension ContainerObject {
  fileprivate var firstStart: Instant? {
    switch state {
    case .running(let startedAt): lastTermination?.startedAt ?? startedAt
    case .terminated(let end): lastTermination?.startedAt ?? end.startedAt
    case .waiting, .absent: lastTermination?.startedAt
    }
  }

  fileprivate mutating func shiftTimes(by lag: TimeSpan) {
    switch state {
    case .running(let startedAt): state = .running(startedAt: startedAt.map { $0 + lag })
    case .terminated(let end): state = .terminated(end.shifted(by: lag))
    case .waiting, .absent: break
    }
    lastTermination = lastTermination?.shifted(by: lag)
  }
}

extension ContainerObject.Termination {
  fileprivate func shifted(by lag: TimeSpan) -> Self {
    var end = self
    end.startedAt = startedAt.map { $0 + lag }
    end.finishedAt = finishedAt.map { $0 + lag }
    return end
  }
}
