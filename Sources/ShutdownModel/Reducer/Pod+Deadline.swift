import DequeModule
import KubernetesObjects
import PodStatus
import Time

extension Pod {
  /// Takes over what a newer version of the object says about the deletion under way.
  ///
  /// - Parameter wasBlind: the watch was lost since the deletion was seen, so that a late sight of
  ///   the kubelet's says nothing about when the kubelet began.
  mutating func reviseDeadline(at now: Instant, wasBlind: Bool) {
    noteShortening(at: now)
    if object.observedGeneration.map({ $0 >= object.generation ?? 0 }) ?? true {
      kubeletSaw(at: now, wasBlind: wasBlind)
    }
  }

  /// A second deletion can only shorten, and does not move SIGKILL; grace 0 is the kubelet's own delete,
  /// the end.
  ///
  /// Only a kubelet that has not begun yet keeps to the shorter grace.
  private mutating func noteShortening(at now: Instant) {
    guard let grace = object.deletionGracePeriodSeconds, grace > 0,
      let deletion = object.deletionTimestamp, let deadline = shutdown?.deadline
    else { return }
    let shorter = TimeSpan.seconds(Double(grace))
    guard shorter < deadline.shortening?.grace ?? deadline.grace else { return }
    let hasBegun = shutdown?.kubeletSawAt != nil || shutdown?.signalAt != nil
    shutdown?.deadline?.revise(at: now) { deadline in
      deadline.shortening = Deadline.Shortening(seenAt: now, grace: shorter, deadline: deletion)
      if !hasBegun { deadline.mayKeepShorter = true }
    }
  }

  /// The kubelet knows of the deletion.
  ///
  /// - Parameter moment: from when on at the latest, if that is not now.
  mutating func kubeletSaw(at now: Instant, by moment: Instant? = nil, wasBlind: Bool) {
    guard shutdown != nil, shutdown?.kubeletSawAt == nil else { return }
    let wasLost = isNodeLost
    shutdown?.kubeletSawAt = now
    guard !wasBlind, shutdown?.seenAt != now else { return }
    // A node that was lost has seen nothing: its kubelet begins with the full grace.
    guard !wasLost else {
      shutdown?.deadline?.restart(at: now)
      return
    }
    // Within the first seconds it is the API's delay, and the beginning stays what it was.
    guard shutdown?.deadline?.beginLatest == nil else { return }
    shutdown?.deadline?.revise(at: now) { $0.proveBegun(by: moment ?? now) }
  }

  /// After a while without a sign of the kubelet nobody can say when its kill begins.
  mutating func doubtKubelet(at now: Instant, _ thresholds: Thresholds) {
    guard isUnseen, let shutdown, now >= shutdown.seenAt + thresholds.unseenRestartsAfter else {
      return
    }
    self.shutdown?.deadline?.revise(at: now) { $0.doubtBegin() }
  }

  /// The drain signal was seen; from several sights the earliest stands.
  ///
  /// - Parameter isExact: the process itself told how long it drains.
  mutating func signalSeen(at time: Instant, signal: String?, now: Instant, isExact: Bool = false) {
    guard var shutdown else { return }
    if let known = shutdown.signalAt, known <= time {
      // A log line may have told of it before the status said which it was.
      if shutdown.signal == nil { self.shutdown?.signal = signal }
      return
    }
    shutdown.signalAt = time
    shutdown.signal = signal ?? shutdown.signal
    shutdown.isDrainInferred = false
    // Only a real signal is the kubelet's or its hook's: an httpGet hook that begins the drain may run on.
    if signal != "http", let begin = shutdown.deadline?.begin, time >= begin - .seconds(1) {
      // A kubelet that was seen to act at once has sent its signal: who notices it late changes nothing.
      let isExact = isExact && shutdown.kubeletSawAt == nil
      shutdown.kubeletSawAt = shutdown.kubeletSawAt ?? now
      shutdown.deadline?.revise(at: now) {
        $0.proveSignal(at: time, endsHook: true, isExact: isExact)
      }
    }
    self.shutdown = shutdown
  }

  /// The first word of a log about the signal: where it is later than what a status implied, SIGKILL may
  /// come later, too.
  mutating func noteSignalLogged(at time: Instant, now: Instant) {
    guard shutdown != nil, shutdown?.signalLoggedAt == nil else { return }
    shutdown?.signalLoggedAt = time
    shutdown?.deadline?.revise(at: now) { $0.noteSignalLogged(at: time) }
  }

  /// The kubelet gave up on a preStop hook, or the hook failed: the signal follows at once.
  mutating func hookFailed(at time: Instant, now: Instant) {
    guard let shutdown, shutdown.signalAt == nil, let deadline = shutdown.deadline,
      deadline.hook == .unknown
    else { return }
    self.shutdown?.deadline?.revise(at: now) { $0.hook = .endedAt(max(time, deadline.begin)) }
  }

  /// What was seen before the deletion itself was: watches are not ordered among each other.
  mutating func takeEarlierEvidence(_ thresholds: Thresholds) {
    guard let seenAt = shutdown?.seenAt else { return }
    if let seen = said.killingSeenAt, seen >= seenAt - .seconds(2) {
      kubeletSaw(at: seenAt, wasBlind: false)
    }
    if let report = status.report, report.isDraining, let reportAt = status.reportAt {
      signalSeen(
        at: reportAt - .seconds(report.drainElapsedSeconds), signal: report.signal, now: seenAt,
        isExact: true)
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
