import KubernetesObjects
import LogText
import Time

/// Pods that only their log shows: a replay of logs has no objects, or not of all its pods.
extension State {
  /// The pod a replayed line belongs to, made from its name if it is new; a drain begins with the
  /// first word of one.
  ///
  /// Nil for a line behind the end of its pod's shutdown.
  mutating func logPod(
    of line: LogLine, at time: Instant, grace: TimeSpan?, preStop: TimeSpan
  ) -> Int? {
    guard let name = line.pod.name ?? (line.pod == .unnamed ? scope.logName : nil) else {
      return index(of: line.pod)
    }
    var index = podIndexByName[name] ?? addLogPod(name)
    guard pods[index].isOnlyInLog else { return index }
    let track = pods[index].trackIndex(of: line.container ?? "")
    let begins = pods[index].logs[track].isBegun(by: line, at: time)
    if line.sign == .resumed || hasRestarted(index, track, by: line, at: time) {
      forgetRehearsal(index, at: time)
    }
    let isNewProcess = line.sign == .started && !line.isOfPart && isReplaced(index, track)
    if !isNewProcess, pods[index].outlivesAnnouncement(at: time) { forgetShutdown(index) }
    if isNewProcess || pods[index].isBehindShutdown(time, begins: begins) {
      if !isNewProcess, !begins { pods[index].goOn(inLog: track) }
      endLogPod(index)
      guard isNewProcess || begins else { return nil }
      retire(index)
      index = addLogPod(name)
    }
    if begins { beginLogDrain(index, line, at: time, grace: grace, preStop: preStop) }
    return index
  }

  /// A process has started in the place of one whose shutdown had begun; true when it was the last of its
  /// pod.
  private mutating func isReplaced(_ index: Int, _ track: Int) -> Bool {
    guard let shutdown = pods[index].shutdown else { return false }
    pods[index].logs[track].closeRun()
    return pods[index].logs.allSatisfy {
      !shutdown.participants.contains($0.container) || $0.newestRun.isOver
    }
  }

  private func hasRestarted(
    _ index: Int, _ track: Int, by line: LogLine, at time: Instant
  ) -> Bool {
    guard line.sign == .started, let shutdown = pods[index].shutdown else { return false }
    return pods[index].logs[track].hasRestarted(at: time, since: shutdown.seenAt)
  }

  /// A container's log is over; with the last one, so is what is known of its pod.
  mutating func endLogStream(_ index: Int) {
    guard pods[index].isOnlyInLog, pods[index].logs.allSatisfy({ !$0.isFollowed }) else { return }
    if let last = pods[index].shutdown?.lastWordAt, pods[index].outlivesAnnouncement(at: last) {
      forgetShutdown(index)
    }
    beginFromHindsight(index)
    endLogPod(index)
  }

  /// The log is over: what it ended with was a shutdown, though no line had said that one begins.
  private mutating func beginFromHindsight(_ index: Int) {
    guard case .logs(_, let grace, let preStop) = scope, pods[index].shutdown == nil else { return }
    let begun = pods[index].logs.filter { $0.newestRun.beginFromHindsight != nil }
    let first = begun.min {
      ($0.newestRun.beginFromHindsight ?? .never) < ($1.newestRun.beginFromHindsight ?? .never)
    }
    guard let first, let begin = first.newestRun.beginFromHindsight else { return }
    beginLogDrain(
      index, of: first.container, at: begin, isTimed: first.newestRun.isTimed, grace: grace,
      preStop: preStop ?? .zero)
    for track in begun where track.container != first.container {
      pods[index].shutdown?.participants.append(track.container)
    }
    pods[index].shutdown?.lastWordAt = begun.compactMap(\.newestRun.lastLineAt).max()
  }

  /// The pod of an object takes the place of what its log alone has shown, before its shutdown.
  mutating func adoptLogPod(_ object: PodObject, of workload: WorkloadID) {
    guard case .logs = scope, let index = podIndexByName[object.name], pods[index].isOnlyInLog,
      pods[index].shutdown == nil
    else { return }
    podIndex[pods[index].uid] = nil
    podIndex[object.uid] = index
    pods[index].object = object
    pods[index].workload = workload
    addWorkloadIfNeeded(workload)
  }

  private mutating func addLogPod(_ name: String) -> Int {
    let id = WorkloadID(kind: .log, namespace: "", name: scope.logName)
    let object = PodObject(uid: "log/\(name)", namespace: "", name: name, phase: .running)
    return append(object, of: id, phase: .starting)
  }

  private mutating func beginLogDrain(
    _ index: Int, _ line: LogLine, at time: Instant, grace: TimeSpan?, preStop: TimeSpan
  ) {
    let container = line.container ?? ""
    guard pods[index].shutdown == nil else {
      if pods[index].shutdown?.participants.contains(container) == false {
        pods[index].shutdown?.participants.append(container)
      }
      return
    }
    // What ends at once or by its limit may have begun with its parts.
    let begin = line.sign == .cut ? hint(index, of: container) : nil
    beginLogDrain(
      index, of: container, at: begin ?? time, isTimed: line.time != nil, grace: grace,
      preStop: preStop)
  }

  private func hint(_ index: Int, of container: String) -> Instant? {
    pods[index].logs.first { $0.container == container }?.newestRun.hintedAt
  }

  private mutating func beginLogDrain(
    _ index: Int, of container: String, at time: Instant, isTimed: Bool, grace: TimeSpan?,
    preStop: TimeSpan
  ) {
    // A line without a time tells the order only.
    let asked = isTimed ? time - preStop : nil
    var shutdown = Shutdown(
      origin: .log, asked: asked, seenAt: time, graceSeconds: grace.map { Int($0.seconds) },
      deadline: asked.flatMap { asked in
        grace.map {
          var deadline = Deadline(asked: asked, grace: $0, begin: asked, isAssumed: true)
          deadline.hook = .lasted(preStop)
          return deadline
        }
      },
      participants: [container])
    shutdown.kubeletSawAt = time
    pods[index].shutdown = shutdown
    countShutdown(of: pods[index].workload)
  }

  /// What had stopped was not the process itself.
  private mutating func forgetRehearsal(_ index: Int, at time: Instant) {
    guard let shutdown = pods[index].shutdown, time <= shutdown.seenAt + State.rehearsalLasts else {
      return
    }
    forgetShutdown(index)
  }

  private mutating func forgetShutdown(_ index: Int) {
    guard pods[index].shutdown != nil, pods[index].verdict == nil else { return }
    countShutdown(of: pods[index].workload, by: -1)
    note(
      "\(pods[index].object.name) keeps running: what had stopped was not the process itself, so this "
        + "was not a shutdown")
    pods[index].forgetShutdown()
    evaluate(index)
  }

  /// A temporary server of an entrypoint has stopped within this.
  private static let rehearsalLasts = TimeSpan.seconds(60)

  private mutating func endLogPod(_ index: Int) {
    guard let shutdown = pods[index].shutdown, shutdown.exitedAt == nil else { return }
    let exitedAt = pods[index].replacedSince ?? shutdown.lastWordAt
    pods[index].shutdown?.exitedAt = exitedAt
    evaluate(index)
  }

}

extension Scope {
  /// The name of what is replayed.
  fileprivate var logName: String {
    guard case .logs(let names, _, _) = self else { return "" }
    return names.joined(separator: ", ")
  }
}

extension LogTrack {
  /// The line begins a shutdown.
  ///
  /// "Finished" alone is what a worker says of any batch.
  fileprivate func isBegun(by line: LogLine, at time: Instant) -> Bool {
    switch line.sign {
    case .signal: true
    case .draining, .waiting: !newestRun.isReloading(at: time) || newestRun.beganAt != nil
    case .cut: line.tellsShutdown
    default: false
    }
  }
}

extension Pod {
  /// No object of it has been seen.
  package var isOnlyInLog: Bool { workload.kind == .log }

  /// Whether a line so late cannot belong to the shutdown any more.
  ///
  /// A drain lasts no longer than its grace. Where none was given, Kubernetes' default stands in, and
  /// only silence as long, or a word of the end, lets another shutdown begin.
  fileprivate func isBehindShutdown(_ time: Instant, begins: Bool) -> Bool {
    guard let shutdown, let lastWordAt = shutdown.lastWordAt, let asked = shutdown.asked else {
      return false
    }
    let grace = shutdown.deadline?.grace ?? .seconds(30)
    guard time > asked + grace + .seconds(5) else { return false }
    if shutdown.deadline != nil || verdict != nil { return true }
    // Its servers may be stopped right behind the word that the work is done.
    let hasEndedBefore = hasLogEnded && time - lastWordAt > LogRun.lastWords
    return begins && (hasEndedBefore || time - lastWordAt >= grace)
  }

  /// Something was said to shut down, nothing more came of it, and the log went on for longer than a
  /// shutdown can last: it was not the process.
  ///
  /// Where no grace was given, that is long beyond the usual ones.
  fileprivate func outlivesAnnouncement(at time: Instant) -> Bool {
    guard let shutdown else { return false }
    let lasts = shutdown.deadline.map { $0.grace + .seconds(5) } ?? .seconds(600)
    let isOver = shutdown.asked.map { time > $0 + lasts } ?? false
    return isTrueOfRuns {
      $0.goesOnAfterLimit
        || $0.isAnnouncement
          && (isOver || shutdown.asked == nil && $0.hasManyLinesSince)
    }
  }

  /// Its log alone says that something shuts down, and goes on with other things.
  var mayBeNoShutdown: Bool { isOnlyInLog && isTrueOfRuns(\.isIdleAnnouncement) }

  /// When it said that it ends, if another process has taken its place: what came later is of that one.
  fileprivate var replacedSince: Instant? {
    var last: Instant?
    let haveAllEnded = isTrueOfRuns { run in
      guard run.isOver, let end = [run.goneAt, run.doneAt].compactMap({ $0 }).max() else {
        return false
      }
      last = max(last ?? end, end)
      return true
    }
    return haveAllEnded ? last : nil
  }

  /// Whether something holds of what each container has said of the shutdown; false without any.
  private func isTrueOfRuns(_ holds: (LogRun) -> Bool) -> Bool {
    guard let shutdown else { return false }
    var isAny = false
    for track in logs where shutdown.participants.contains(track.container) {
      guard holds(track.newestRun) else { return false }
      isAny = true
    }
    return isAny
  }

  /// The container that is shutting down still writes though its grace has long been over.
  fileprivate mutating func goOn(inLog track: Int) {
    guard verdict == nil, shutdown?.participants.contains(logs[track].container) ?? false else {
      return
    }
    logs[track].goOn()
  }

  /// There was no shutdown.
  fileprivate mutating func forgetShutdown() {
    shutdown = nil
    alerts = []
    diagnoses = []
    forecast = nil
    measured.forecastWatch = ForecastWatch()
    measured.drainLow = nil
    phase = .starting
    for index in logs.indices { logs[index].forget() }
  }

  /// The log has said how the shutdown ended.
  private var hasLogEnded: Bool {
    if samples.last.map({ $0.inFlight == 0 && $0.isDraining }) ?? false { return true }
    return logs.contains { track in
      let run = track.newestRun
      return run.doneAt != nil || run.goneAt != nil || run.cutAt != nil || run.gaveUpAt != nil
    }
  }

  /// Before a replayed line is taken: its container's log goes on until its end is told, and every line up to
  /// the last belongs to the shutdown.
  mutating func takeReplayed(_ line: LogLine, at time: Instant) {
    let track = trackIndex(of: line.container ?? "")
    logs[track].isFollowed = true
    guard case .log = shutdown?.origin, !logs[track].newestRun.isOver,
      shutdown?.participants.contains(logs[track].container) ?? false
    else { return }
    let last = shutdown?.lastWordAt ?? time
    shutdown?.lastWordAt = max(last, time)
  }
}
