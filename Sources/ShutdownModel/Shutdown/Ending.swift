internal import DequeModule
internal import PodStatus

/// What is known of one container's end and of the work it had: the ground of a verdict.
struct Ending {
  /// What the newest look at the work said.
  enum Work: Equatable {
    case empty
    /// This many in flight, or work without a number.
    case left(Int?)
  }

  /// The newest look at the work: what it said, when, and who said it.
  struct Look: Equatable {
    var time: Instant
    var work: Work
    var source: Verdict.Evidence
  }

  let container: ContainerObject
  let termination: ContainerObject.Termination
  let shutdown: Shutdown
  /// Nil when nobody measured its work.
  let look: Look?
  /// When the process or its log said that it gave up, if nothing later says otherwise.
  let gaveUp: Look?
  /// The log said that it cut its work.
  let logSaysCut: Bool
  /// A drain was reported by the status or the log.
  let drainSeen: Bool
  /// The status reported `draining`, `drained` or `timedOut`.
  let reportedDraining: Bool
  /// Counts while draining, oldest first.
  let drainCounts: [Int]
  /// The process's own limit, in seconds.
  let ownLimitSeconds: Double?
  /// The container was still alive at this instant, as its log or its status showed.
  let lastSignOfLife: Instant?

  init?(of name: String, in pod: Pod, shutdown: Shutdown, thresholds: Thresholds) {
    guard let container = pod.object.containers.first(where: { $0.name == name }),
      let termination = container.termination
    else { return nil }
    self.container = container
    self.termination = termination
    self.shutdown = shutdown
    let start = shutdown.asked ?? shutdown.seenAt
    let counted = start - thresholds.lastLookBeforeAsked
    let ownsEndpoint =
      pod.status.container.map { $0 == name } ?? (shutdown.participants.first == name)
    let tracks = pod.logs.filter { $0.container == name || $0.container.isEmpty }
    func sign(_ sign: LogSign) -> Instant? {
      tracks.compactMap { $0.latest[sign] }.filter { $0 >= pod.signsCountFrom }.max()
    }
    let report = ownsEndpoint ? pod.status.report : nil
    let reportAt = report == nil ? nil : pod.status.reportAt
    let samples = ownsEndpoint ? pod.samples.filter { $0.time >= counted } : []

    var looks: [Look] = samples.map {
      Look(
        time: $0.time, work: $0.inFlight == 0 ? .empty : .left($0.inFlight),
        source: $0.source == .status ? .status : .log)
    }
    if let report, let reportAt, report.phase == .drained {
      looks.append(Look(time: reportAt, work: .empty, source: .status))
    }
    let counts = looks
    if let time = tracks.compactMap({ $0.finishedAt(notBefore: pod.signsCountFrom) }).max() {
      looks.append(Look(time: time, work: .empty, source: .log))
    }
    if let time = sign(.waiting), !looks.contains(where: { $0.time == time }) {
      looks.append(Look(time: time, work: .left(nil), source: .log))
    }
    // Of two looks at one instant the later added, a word about the whole, counts.
    let newest = looks.enumerated().max {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }?.element
    look = newest

    var gaveUp = sign(.timedOut).map { Look(time: $0, work: .left(nil), source: .log) }
    if let report, let reportAt, report.phase == .timedOut, report.inFlight > 0 {
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
    self.gaveUp = gaveUp
    logSaysCut = sign(.cut) != nil
    reportedDraining = report.map { $0.phase != .running } ?? false
    drainSeen =
      reportedDraining || [.draining, .waiting, .finished, .timedOut].contains { sign($0) != nil }
    drainCounts = samples.filter(\.isDraining).map(\.inFlight)
    ownLimitSeconds = report?.drainTimeoutSeconds
    lastSignOfLife = ([reportAt] + tracks.map(\.lastLineAt)).compactMap { $0 }.max()
  }

  /// The end as an upper bound: `finishedAt` is cut to whole seconds, and the API shows it later.
  var endedBy: Instant? {
    guard let finishedAt = termination.finishedAt else { return shutdown.exitedAt }
    let bound = finishedAt + .seconds(1)
    return shutdown.exitedAt.map { min(max($0, finishedAt), bound) } ?? bound
  }

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

  /// It ended before its own limit was reached.
  var isBelowOwnLimit: Bool {
    guard let ownLimitSeconds else { return true }
    guard let signalAt = shutdown.signalAt, let endedBy else { return false }
    return (endedBy - signalAt).seconds < ownLimitSeconds
  }
}
