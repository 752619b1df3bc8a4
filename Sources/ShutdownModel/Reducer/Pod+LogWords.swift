import KubernetesObjects
import Time

/// What is reported of a container's own words while it runs.
extension Pod {
  /// It says that it has finished, and still runs; nil when it does not say so.
  ///
  /// A container that ends says so in its last two seconds.
  func saidFinishedText(at now: Instant) -> String? {
    guard let shutdown, shutdown.origin != .log,
      let finishedAt = mainTracks.compactMap({ $0.drainedAt(notBefore: signsCountFrom) }).min(),
      now > finishedAt + LogRun.lastWords, workSample.map({ $0.time <= finishedAt }) ?? true
    else { return nil }
    return "; it reported that it finished \((now - finishedAt).text) ago, but still runs"
  }

  /// Its logs say that all of it has finished, none of their streams is known to be open, and nothing has been
  /// heard of it since: it has most likely ended, and the API does not show it yet.
  var isSilentSinceFinished: Bool {
    let main = mainTracks
    guard !main.isEmpty, !main.contains(where: \.isFollowed) else { return false }
    return main.allSatisfy { track in
      guard let finishedAt = track.drainedAt(notBefore: signsCountFrom) else { return false }
      return status.reportAt.map { $0 <= finishedAt } ?? true
    }
  }

  /// A container says that it is stopping, and the pod's deletion was not requested; nil when that has been
  /// reported, or none does.
  ///
  /// The log may come seconds before the deletion: watches are not ordered among each other.
  mutating func takeStoppingContainer(at now: Instant) -> String? {
    guard shutdown == nil, phase < .exited else { return nil }
    for index in logs.indices {
      guard let stoppingAt = logs[index].stoppingAt, now >= stoppingAt + Pod.deletionFollowsWithin
      else { continue }
      logs[index].tellStopping()
      let container = logs[index].container
      let name = container.isEmpty ? "a container" : "container \(container)"
      return
        "\(name) of \(object.name) is stopping, by its log; no deletion of the pod was requested"
    }
    return nil
  }

  /// When that is to be told.
  var stoppingDue: Instant? {
    guard shutdown == nil else { return nil }
    return logs.compactMap(\.stoppingAt).min().map { $0 + Pod.deletionFollowsWithin }
  }

  /// On an overloaded cluster the deletion was seen up to 5 s after the signal.
  private static let deletionFollowsWithin = TimeSpan.seconds(10)
}

extension Scope {
  /// Pods are known by their objects, so that a deletion would be seen.
  var hasObjects: Bool {
    switch self {
    case .endpoint, .logs: false
    default: true
    }
  }
}
