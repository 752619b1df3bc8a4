public import DequeModule
public import KubernetesObjects
public import Time

/// One shutdown as a report tells it: facts of the state, and nothing reckoned but the slack.
///
/// What is unknown is nil. All times are the cluster's.
public struct PodReport: Equatable, Sendable {
  public var pod: PodIdentity
  /// Nil when the run was over before the shutdown was.
  public var verdict: Verdict?
  /// Who or what ended it, also of a shutdown that was not over; nil when nothing says so.
  public var cause: Cause?
  /// The last phase that was seen.
  public var phase: Phase
  /// When the deletion was asked; nil when the kubelet itself ended the pod.
  public var askedAt: Instant?
  /// When the shutdown was first seen.
  public var seenAt: Instant
  /// When the drain signal was first seen, and what it was if the status said so.
  public var signalAt: Instant?
  public var signal: String?
  /// The drain was never seen: the signal must have been sent, or the endpoint was closed.
  public var isDrainInferred: Bool
  /// When every container had ended, as the API showed it first.
  public var exitSeenAt: Instant?
  /// When the last container ended by its own finish time, in whole seconds.
  public var endedAt: Instant?
  /// SIGKILL: what the verdict was compared with.
  public var killAt: Instant?
  /// How much later SIGKILL may have come, after a preStop hook of unknown length.
  public var killMayBeLaterBy: TimeSpan
  /// Nothing the API said, but what `attach` was told.
  public var isDeadlineAssumed: Bool
  public var graceSeconds: Double?
  /// Grace minus used seconds.
  ///
  /// Negative when it took longer than its grace.
  public var slackSeconds: Double?
  /// What gave the verdict is another container than the one that is polled, and its work is not measured.
  public var isOfOtherContainer: Bool
  /// Phases and when they were seen; empty when the run was not followed from its start.
  public var phases: [PhaseChange] = []
  /// What was found to be wrong with its shutdown, worst first.
  public var diagnoses: [Diagnosis]
  /// Tasks in flight, oldest first: those of the last ten minutes at most.
  public var samples: Deque<Sample>

  /// From the deletion request to the last end of all containers, in seconds.
  public var usedSeconds: Double? { verdict?.usedSeconds }

  /// The end as far as it is known: finished, else seen to have ended.
  ///
  /// A finish time is cut to its second: a pod that was killed in it ended when SIGKILL came.
  public var lastKnownEnd: Instant? {
    if verdict?.kind == .killed, let endedAt, let killAt, killAt >= endedAt,
      killAt < endedAt + .seconds(1)
    {
      return killAt
    }
    return endedAt ?? exitSeenAt
  }

  /// A phase it has reached, and when that was seen.
  public struct PhaseChange: Equatable, Sendable {
    public var phase: Phase
    public var time: Instant

    package init(phase: Phase, time: Instant) {
      self.phase = phase
      self.time = time
    }
  }

  /// Nil for a pod that is not on its way out.
  package init?(_ pod: Pod) {
    guard let shutdown = pod.shutdown else { return nil }
    self.pod = pod.identity
    verdict = pod.verdict
    cause = pod.verdict == nil ? pod.cause : pod.verdict?.cause
    phase = pod.phase
    askedAt = shutdown.asked
    seenAt = shutdown.seenAt
    signalAt = shutdown.signalAt
    isOfOtherContainer = pod.isEndOfOtherContainer
    signal = shutdown.signal
    isDrainInferred = shutdown.isDrainInferred
    exitSeenAt = shutdown.exitedAt
    endedAt =
      if let asked = shutdown.asked {
        pod.verdict?.usedSeconds.map { asked + .seconds($0) }
      } else {
        pod.verdict == nil ? nil : pod.lastFinish(of: shutdown)
      }
    killAt = shutdown.deadline?.earliestKill
    killMayBeLaterBy =
      shutdown.deadline.map { ($0.latestKill ?? $0.earliestKill) - $0.earliestKill } ?? .zero
    isDeadlineAssumed = shutdown.deadline?.isAssumed ?? false
    graceSeconds = pod.verdict?.graceSeconds ?? shutdown.graceSeconds.map(Double.init)
    if let graceSeconds, let used = pod.verdict?.usedSeconds {
      slackSeconds = graceSeconds - used
    }
    samples = pod.samples
    diagnoses = pod.diagnoses
  }
}

extension Pod {
  /// When the last of its containers had finished, of a shutdown of which nobody tells when it was asked for.
  fileprivate func lastFinish(of shutdown: Shutdown) -> Instant? {
    object.containers.filter { shutdown.participants.contains($0.name) }
      .compactMap { $0.termination?.finishedAt }.max()
  }
}

extension Pod {
  /// This deletion gave it less than its own grace.
  package var isGraceCut: Bool {
    guard let shutdown, shutdown.origin == .deletion, let grace = shutdown.graceSeconds,
      let own = object.terminationGracePeriodSeconds
    else { return false }
    return grace < own
  }

  /// What gave the verdict is another container than the one that is polled, and its work is not measured.
  package var isEndOfOtherContainer: Bool {
    guard let verdict, let polled = status.container else { return false }
    return verdict.container != polled && verdict.inFlightAtEnd == nil
  }
}
