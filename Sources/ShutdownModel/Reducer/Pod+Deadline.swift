internal import DequeModule
internal import PodStatus

extension Pod {
  /// Takes over what a newer version of the object says about the deletion under way.
  ///
  /// - Parameter wasBlind: the watch was lost since the deletion was seen, so that a late sight of
  ///   the kubelet's says nothing about when the kubelet began.
  mutating func reviseDeadline(at now: Instant, _ thresholds: Thresholds, wasBlind: Bool) {
    shorten(at: now)
    if object.observedGeneration.map({ $0 >= object.generation ?? 0 }) ?? true {
      kubeletSaw(at: now, thresholds, wasBlind: wasBlind)
    }
  }

  /// A second deletion can only shorten; grace 0 is the kubelet's own delete, the end.
  private mutating func shorten(at now: Instant) {
    guard let grace = object.deletionGracePeriodSeconds, grace > 0,
      let known = shutdown?.graceSeconds, grace < known
    else { return }
    shutdown?.graceSeconds = grace
    shutdown?.deadline?.revise(at: now) { deadline in
      deadline.grace = .seconds(Double(grace))
      deadline.shortenedAt = now
    }
  }

  /// The kubelet knows of the deletion; if it learned of it late, its kill begins only now.
  mutating func kubeletSaw(at now: Instant, _ thresholds: Thresholds, wasBlind: Bool) {
    guard shutdown != nil, shutdown?.kubeletSawAt == nil else { return }
    shutdown?.kubeletSawAt = now
    guard !wasBlind, let seenAt = shutdown?.seenAt, seenAt != now,
      let begin = shutdown?.deadline?.begin,
      now - begin > thresholds.unseenRestartsAfter
    else { return }
    shutdown?.deadline?.restart(at: now)
  }

  /// The drain signal was seen; from several sights the earliest stands.
  mutating func signalSeen(at time: Instant, signal: String?, now: Instant) {
    guard var shutdown else { return }
    if let known = shutdown.signalAt, known <= time {
      // A log line may have told of it before the status said which it was.
      if shutdown.signal == nil { self.shutdown?.signal = signal }
      return
    }
    shutdown.signalAt = time
    shutdown.signal = signal ?? shutdown.signal
    shutdown.isDrainInferred = false
    // An httpGet hook that begins the drain is still running: only a real signal ends the wait.
    if signal != "http", let begin = shutdown.deadline?.begin, time >= begin - .seconds(1),
      object.hook(of: shutdown.participants) == .unknown
    {
      shutdown.deadline?.revise(at: now) { $0.hook = $0.hookLasting(until: time) }
    }
    self.shutdown = shutdown
  }

  /// The kubelet gave up on a preStop hook, or the hook failed: the signal follows at once.
  mutating func hookFailed(at now: Instant) {
    guard shutdown?.signalAt == nil, shutdown?.deadline?.begin != nil,
      shutdown?.deadline?.hook == .unknown
    else { return }
    shutdown?.deadline?.revise(at: now) { $0.hook = $0.hookLasting(until: now) }
  }

  /// What was seen before the deletion itself was: watches are not ordered among each other.
  mutating func takeEarlierEvidence(_ thresholds: Thresholds) {
    guard let seenAt = shutdown?.seenAt else { return }
    if let killingSeenAt, killingSeenAt >= seenAt - .seconds(2) {
      kubeletSaw(at: seenAt, thresholds, wasBlind: false)
    }
    if let report = status.report, report.isDraining, let reportAt = status.reportAt {
      signalSeen(
        at: reportAt - .seconds(report.drainElapsedSeconds), signal: report.signal, now: seenAt)
    }
    for track in logs { takeSigns(of: track, now: seenAt) }
  }

  /// A container's log said that the shutdown has begun.
  mutating func takeSigns(of track: LogTrack, now: Instant) {
    guard let shutdown, shutdown.participants.contains(track.container) || track.container.isEmpty,
      let time = track.shutdownSeenAt(notBefore: signsCountFrom)
    else { return }
    signalSeen(at: time, signal: nil, now: now)
  }

  /// Signs older than this belong to ordinary operation.
  var signsCountFrom: Instant {
    guard let shutdown else { return Instant(nanoseconds: .max) }
    return (shutdown.asked ?? shutdown.seenAt) - .seconds(1)
  }
}
