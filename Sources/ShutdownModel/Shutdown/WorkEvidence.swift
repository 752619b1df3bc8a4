import DequeModule
import LogText
import PodStatus
import Time

/// What status and logs said of the work a container had, or a whole pod: the ground of a verdict.
struct WorkEvidence {
  /// What a look at the work said.
  enum Work: Equatable {
    case empty
    /// This many in flight, or work without a number.
    case left(Int?)
  }

  /// The part of a pod's time that a run of a container had; nil is open.
  struct Window {
    var from: Instant?
    var to: Instant?

    static let open = Window()

    func holds(_ instant: Instant) -> Bool {
      (from.map { instant >= $0 } ?? true) && (to.map { instant <= $0 } ?? true)
    }
  }

  /// One look at the work: what it said, when, and who said it.
  struct Look: Equatable {
    var time: Instant
    var work: Work
    var source: Verdict.Evidence
  }

  /// The newest look; nil when nobody measured the work.
  let look: Look?
  /// When the process or its log said that it gave up, if nothing later says otherwise.
  let gaveUp: Look?
  /// The log said that it cut its work.
  let logSaysCut: Bool
  /// A drain was reported by the status or the log.
  let drainSeen: Bool
  /// The status reported `draining`, `drained` or `timedOut`.
  let reportedDraining: Bool
  /// No answer of its status would tell of a drain, so that a short one passes unseen.
  let tellsNoDrain: Bool
  /// Its status gave answers, and gives none any more.
  let hasFallenSilent: Bool
  /// Counts while draining, oldest first.
  let drainCounts: [Int]
  /// How long the newest count would have taken to fall to zero at the pace of the drain's last seconds;
  /// nil when it had no pace.
  let secondsToEmpty: Double?
  /// The process, or its log, said that its work was done.
  let isSaidToBeDone: Bool
  /// What its log said of a crash, in its last seconds.
  let panic: String?
  /// The process's own limit, in seconds.
  let ownLimitSeconds: Double?
  /// It was still alive at this instant, as its log or its status showed.
  let lastSignOfLife: Instant?

  /// - Parameters:
  ///   - container: nil takes every log of the pod together.
  ///   - window: when the run lasted that is judged: what was seen before belongs to the one before.
  init(
    of container: String?, in pod: Pod, shutdown: Shutdown, thresholds: Thresholds,
    window: Window = .open
  ) {
    let start = shutdown.asked ?? shutdown.seenAt
    let counted = start - thresholds.lastLookBeforeAsked
    let ownsEndpoint =
      container.map { name in
        pod.status.container.map { $0 == name } ?? (shutdown.participants.first == name)
      } ?? true
    let tracks = pod.logs.filter {
      container == nil || $0.container == container || $0.container.isEmpty
    }
    func sign(_ sign: LogSign) -> Instant? {
      tracks.compactMap { $0.latest[sign] }.filter { $0 >= pod.signsCountFrom && window.holds($0) }
        .max()
    }
    let isOfRun = pod.status.reportAt.map(window.holds) ?? true
    let report = ownsEndpoint && isOfRun ? pod.status.report : nil
    let reportAt = report == nil ? nil : pod.status.reportAt
    let finished = tracks.compactMap { $0.finishedAt(notBefore: pod.signsCountFrom) }
      .filter(window.holds).max()
    // An answer counts from when it came, and may have been given a while before: one that says that it runs was,
    // when the log says that the drain is over.
    let samples = (ownsEndpoint ? Array(pod.samples.since(counted)) : []).filter { sample in
      window.holds(sample.time)
        && !(sample.source == .status && !sample.isDraining
          && finished.map { sample.time >= $0 } ?? false)
    }

    var looks: [Look] = samples.map {
      Look(
        time: $0.time, work: $0.inFlight == 0 ? .empty : .left($0.inFlight),
        source: $0.source == .status ? .status : .log)
    }
    // A server that does not know what was in flight does not know that nothing was lost.
    if let report, let reportAt, report.phase == .drained, report.inFlight != nil {
      looks.append(Look(time: reportAt, work: .empty, source: .status))
    }
    let counts = looks
    if let finished { looks.append(Look(time: finished, work: .empty, source: .log)) }
    if let time = sign(.waiting), !looks.contains(where: { $0.time == time }) {
      looks.append(Look(time: time, work: .left(nil), source: .log))
    }
    var gaveUp = sign(.timedOut).map { Look(time: $0, work: .left(nil), source: .log) }
    if let report, let reportAt, report.phase == .timedOut, report.inFlight != 0 {
      gaveUp = Look(time: reportAt, work: .left(report.inFlight), source: .status)
    }
    // "Shutdown complete" behind a time-out says that the process ends, not that its work was done:
    // only a count undoes a time-out.
    if let time = gaveUp?.time,
      counts.contains(where: { $0.time >= time && $0.work == .empty })
        || looks.contains(where: { $0.time > time && $0.source == .log && $0.work != .empty })
    {
      gaveUp = nil
    }
    // Nor does it say that nothing was left.
    if let time = gaveUp?.time {
      looks.removeAll { $0.time >= time && $0.source == .log && $0.work == .empty }
    }
    // Of two looks at one instant the later added, a word about the whole, counts.
    look =
      looks.enumerated().max {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }?.element
    self.gaveUp = gaveUp
    logSaysCut = sign(.cut) != nil
    reportedDraining = report?.isDraining ?? false
    tellsNoDrain = report.map { $0.phase == nil || $0.closesOnDrain } ?? false
    hasFallenSilent = ownsEndpoint && pod.status.silentSince != nil
    drainSeen =
      reportedDraining || [.draining, .waiting, .finished, .timedOut].contains { sign($0) != nil }
    let drain = samples.filter(\.isDraining)
    drainCounts = drain.map(\.inFlight)
    secondsToEmpty = WorkEvidence.secondsToEmpty(drain)
    isSaidToBeDone = report?.phase == .drained && report?.inFlight != nil || finished != nil
    panic =
      pod.clues.last { clue in
        clue.clue == .panic && window.holds(clue.time)
          && (container == nil || clue.container == container || clue.container.isEmpty)
      }?.text
    ownLimitSeconds = report?.drainTimeoutSeconds
    lastSignOfLife = ([reportAt] + tracks.map(\.lastLineAt)).compactMap { $0 }.max()
  }

  /// The pace is that of the last ``paceWindow``, or of the whole drain if that is shorter.
  private static func secondsToEmpty(_ drain: [Sample]) -> Double? {
    guard let last = drain.last, last.inFlight > 0,
      let first = drain.first(where: { last.time - $0.time <= paceWindow }),
      first.inFlight > last.inFlight
    else { return nil }
    let pace = Double(first.inFlight - last.inFlight) / max((last.time - first.time).seconds, 0.1)
    return Double(last.inFlight) / pace
  }

  private static let paceWindow = TimeSpan.seconds(5)

  /// The counts fell while it drained; nil when they cannot tell.
  ///
  /// Too few do not, nor does a single task: it falls only once, at the end.
  var countFell: Bool? {
    guard let last = drainCounts.last, drainCounts.count > 1, let most = drainCounts.max() else {
      return nil
    }
    if last < most { return true }
    return most > 1 ? false : nil
  }
}
