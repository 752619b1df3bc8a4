import KubernetesObjects
import LogText
import Time

extension State {
  mutating func observeLine(_ line: LogLine) {
    // A node's clock may run ahead of the cluster's: nothing is newer than now.
    let time = min(line.time ?? now, now)
    let index =
      if line.isNotice {
        self.index(of: line.pod)
      } else if case .logs(_, let grace, let preStop) = scope {
        logPod(of: line, at: time, grace: grace, preStop: preStop ?? .zero)
      } else {
        index(of: line.pod)
      }
    log.append(
      time: time, podUID: index.map { pods[$0].uid },
      podName: index.map { pods[$0].object.name }
        ?? line.pod.name, container: line.container,
      .line(text: line.text, sign: line.sign, inFlight: line.inFlight))
    guard let index, !line.isNotice else { return }
    if case .logs = scope { pods[index].takeReplayed(line, at: time) }
    pods[index].take(line, at: time, now: now)
    // A line after SIGKILL shows that the container runs on.
    guard
      line.sign != nil || line.inFlight != nil || pods[index].agenda.needsDiagnosis
        || pods[index].isPastLatestKill(at: now)
    else { return }
    evaluate(index)
  }

  mutating func observeLogStream(_ pod: PodReference, _ container: String, isFollowed: Bool) {
    guard let index = index(of: pod) else { return }
    let track = pods[index].trackIndex(of: container)
    pods[index].logs[track].isFollowed = isFollowed
    pods[index].logs[track].endedAt = isFollowed ? nil : now
    if !isFollowed { endLogStream(index) }
    evaluate(index)
  }

  mutating func observeDropped(_ count: Int, _ source: String) {
    log.append(
      time: now, podUID: nil, podName: nil, container: nil, .dropped(count: count, source: source))
  }
}

extension Pod {
  /// The index of a container's track, made when it is new.
  mutating func trackIndex(of container: String) -> Int {
    if let index = logs.firstIndex(where: { $0.container == container }) { return index }
    logs.append(LogTrack(container: container))
    return logs.count - 1
  }

  /// Takes what was recognised in a line into account.
  mutating func take(_ line: LogLine, at time: Instant, now: Instant) {
    noteClue(line, at: time)
    let index = trackIndex(of: line.container ?? "")
    var line = line
    // A time-out means something only after a signal or a drain.
    let isUnfounded = line.sign == .timedOut && !isShutdownSeen(in: logs[index])
    if isUnfounded, !line.tellsShutdown || !isOnlyInLog { line.sign = nil }
    logs[index].take(line, at: time, from: signsCountFrom)
    let begins = line.sign.map { $0.isBegin || $0 == .cut } ?? false
    if begins, time >= signsCountFrom {
      let isOfWork = shutdown?.participants.contains(logs[index].container) ?? false
      if isOfWork || logs[index].container.isEmpty {
        signalSeen(at: time, signal: nil, now: now)
        if line.sign == .signal { noteSignalLogged(at: time, now: now) }
      }
    }
    guard let inFlight = line.inFlight, line.sign != nil || shutdown != nil,
      status.container.map({ $0 == line.container }) ?? true
    else { return }
    add(Sample(time: time, inFlight: inFlight, source: .log, isDraining: shutdown != nil))
  }

  private func isShutdownSeen(in track: LogTrack) -> Bool {
    shutdown?.signalAt != nil || track.shutdownSeenAt(notBefore: signsCountFrom) != nil
  }
}

extension PodReference {
  /// The name it was given, if any.
  var name: String? {
    if case .name(let name) = self { name } else { nil }
  }
}
