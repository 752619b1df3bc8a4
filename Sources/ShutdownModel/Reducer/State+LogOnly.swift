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
    if pods[index].isRefuted(by: line, at: time) { forgetDrain(index) }
    if pods[index].isBehindShutdown(time, begins: line.beginsShutdown) {
      endLogPod(index)
      guard line.beginsShutdown else { return nil }
      retire(index)
      index = addLogPod(name)
    }
    if line.beginsShutdown { beginLogDrain(index, line, at: time, grace: grace, preStop: preStop) }
    return index
  }

  /// A container's log is over; with the last one, so is what is known of its pod.
  mutating func endLogStream(_ index: Int) {
    guard pods[index].isOnlyInLog, pods[index].logs.allSatisfy({ !$0.isFollowed }) else { return }
    endLogPod(index)
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
    // A line without a time tells the order only.
    let asked = line.time == nil ? nil : time - preStop
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

  /// The word was about something else.
  private mutating func forgetDrain(_ index: Int) {
    countShutdown(of: pods[index].workload, by: -1)
    note(
      "\(pods[index].object.name) went on long after the one line that spoke of a drain: that was "
        + "no shutdown")
    pods[index].forgetShutdown()
    evaluate(index)
  }

  private mutating func endLogPod(_ index: Int) {
    guard let shutdown = pods[index].shutdown, shutdown.exitedAt == nil else { return }
    pods[index].shutdown?.exitedAt = shutdown.lastWordAt
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

extension LogLine {
  /// It speaks of a shutdown under way.
  ///
  /// "Finished" alone is what a worker says of any batch.
  fileprivate var beginsShutdown: Bool {
    switch sign {
    case .signal, .draining, .waiting, .cut: true
    case .finished, .timedOut, nil: false
    }
  }
}

extension Pod {
  /// No object of it has been seen.
  var isOnlyInLog: Bool { workload.kind == .log }

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
    return begins && (hasLogEnded || time - lastWordAt >= grace)
  }

  /// A single word such as "draining", of which nothing came while the process went on, was about
  /// something else: a queue, a connection.
  fileprivate func isRefuted(by line: LogLine, at time: Instant) -> Bool {
    guard let shutdown, verdict == nil, line.sign == nil, let asked = shutdown.asked,
      time > asked + (shutdown.deadline?.grace ?? .seconds(30)) + .seconds(5)
    else { return false }
    let hasSaidMore = logs.contains { track in
      track.latest.contains { $0.key != .draining && $0.value >= signsCountFrom }
    }
    return !hasSaidMore && !samples.contains { $0.isDraining }
  }

  /// There was no shutdown.
  fileprivate mutating func forgetShutdown() {
    shutdown = nil
    alerts = []
    diagnoses = []
    forecast = nil
    forecastWatch = ForecastWatch()
    drainLow = nil
    phase = .starting
    for index in logs.indices { logs[index].latest = [:] }
  }

  /// The log has said how the shutdown ended.
  private var hasLogEnded: Bool {
    if samples.last.map({ $0.inFlight == 0 && $0.isDraining }) ?? false { return true }
    return logs.contains { track in
      [LogSign.finished, .timedOut, .cut].contains {
        (track.latest[$0] ?? .distantPast) >= signsCountFrom
      }
    }
  }

  /// Before a replayed line is taken: its container's log goes on until its end is told, and it
  /// belongs to the shutdown up to a little after that has had its last word.
  mutating func takeReplayed(_ line: LogLine, at time: Instant) {
    logs[trackIndex(of: line.container ?? "")].isFollowed = true
    guard case .log = shutdown?.origin else { return }
    let last = shutdown?.lastWordAt ?? time
    if time >= last, !hasLogEnded || time <= last + .seconds(1) { shutdown?.lastWordAt = time }
  }
}
