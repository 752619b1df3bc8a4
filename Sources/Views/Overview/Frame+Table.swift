import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The names of the columns.
  mutating func drawHeading(_ columns: Columns, _ screen: ScreenState, row: Int, _ glyphs: Glyphs) {
    write(
      "POD", row: row, column: columns.pod.lowerBound, role: .label, limit: columns.pod.upperBound)
    for (range, name) in [
      (columns.revision, "REV"), (columns.phase, "PHASE"), (columns.work, "IN FLIGHT"),
      (columns.drain, "DRAIN"), (columns.endpoint, "ENDPOINT"), (columns.note, "NOTE"),
      (columns.forecast, (columns.forecast?.count ?? 0) >= 8 ? "FORECAST" : "DONE?"),
    ] {
      guard let range else { continue }
      write(name, row: row, column: range.lowerBound, role: .label, limit: range.upperBound)
    }
    let kill = columns.bar.map { $0.lowerBound..<columns.left.upperBound } ?? columns.left
    let name = kill.count >= 10 ? "TO SIGKILL" : "SIGKILL"
    write(name, row: row, column: kill.lowerBound, role: .label, limit: kill.upperBound)
    guard screen.sort != .urgency else { return }
    let sort = screen.sort.rawValue
    let text = sort.cellWidth + 7 <= columns.pod.count ? " by \(sort)" : " \(sort)"
    guard text.cellWidth + 3 <= columns.pod.count else { return }
    write(text, row: row, column: columns.pod.lowerBound + 3, role: .note)
  }

  /// The heading of one workload's pods, where there are several workloads.
  mutating func drawGroup(_ workload: Workload, _ state: State, row: Int, _ glyphs: Glyphs) {
    var column = write("\(glyphs.group) ", row: row, column: 0, role: .border)
    column = write(glyphs.plain(workload.id.text), row: row, column: column, role: .title) + 2
    guard let object = workload.object else { return }
    let text =
      "\(object.updatedReplicas)/\(object.desiredReplicas) updated \(glyphs.dot) "
      + "\(object.availableReplicas) available"
    column = write(text, row: row, column: column, role: .quiet) + 2
    switch workload.rollout {
    case .failed(let reason): write(glyphs.plain(reason), row: row, column: column, role: .critical)
    case .progressing(let what): write(what, row: row, column: column, role: .busy)
    case .complete, .none: break
    }
  }

  /// One pod.
  mutating func drawPod(
    _ pod: Pod, _ state: State, _ columns: Columns, row: Int, _ glyphs: Glyphs
  ) {
    let standing = state.standing(of: pod)
    if let range = columns.revision, standing != .unknown {
      write(
        standing.rawValue, row: row, column: range.lowerBound,
        role: standing == .old ? .old : .new, limit: range.upperBound)
    }
    if let verdict = pod.verdict {
      drawVerdict(verdict, of: pod, columns, row: row, glyphs)
      return
    }
    let isUrgent = pod.alert?.level == .critical
    let nameRole: Role =
      isUrgent ? .critical : pod.isShuttingDown ? .strong : pod.phase >= .exited ? .quiet : .plain
    writeName(pod, columns, row: row, role: nameRole, glyphs)
    if let range = columns.phase {
      let text =
        pod.conditions[.notReady] != nil && pod.phase == .ready ? "not ready" : pod.phase.text
      write(
        text, row: row, column: range.lowerBound,
        role: text == "not ready" ? .warning : pod.phase.role, limit: range.upperBound)
    }
    drawInFlight(pod, state.now, columns, row: row, glyphs)
    drawCountdown(pod, state.now, columns, row: row, glyphs)
    drawForecast(pod, state.now, columns, row: row, glyphs)
    if let range = columns.endpoint {
      let (text, role) = pod.endpointText(glyphs)
      write(text, row: row, column: range.lowerBound, role: role, limit: range.upperBound)
    }
    if let range = columns.note, let (note, role) = pod.noteWithRole(at: state.now) {
      write(
        glyphs.plain(note).fitted(range.count, mark: glyphs.cut), row: row,
        column: range.lowerBound, role: role, limit: range.upperBound)
    }
  }

  private mutating func writeName(
    _ pod: Pod, _ columns: Columns, row: Int, role: Role, _ glyphs: Glyphs
  ) {
    let range = columns.pod
    let name = glyphs.plain(pod.object.name)
    guard name.cellWidth > range.count, range.count > 8 else {
      write(name, row: row, column: range.lowerBound, role: role, limit: range.upperBound)
      return
    }
    // What tells pods of one workload apart is the end of their names.
    let tail = String(name.suffix(range.count / 2))
    let head = String(name.prefix(range.count - tail.count - 1))
    write(
      head + glyphs.cut + tail, row: row, column: range.lowerBound, role: role,
      limit: range.upperBound)
  }

  private mutating func drawInFlight(
    _ pod: Pod, _ now: Instant, _ columns: Columns, row: Int, _ glyphs: Glyphs
  ) {
    guard let range = columns.inFlight else { return }
    guard let sample = pod.lastSample, pod.phase < .exited else {
      write(glyphs.dash, row: row, column: range.lowerBound + 2, role: .quiet)
      return
    }
    // "Drained" is a word about the whole, and newer than the last count.
    if pod.phase == .drained, sample.inFlight > 0, sample.time < pod.phaseSince {
      return write("0", row: row, before: range.lowerBound + 3, role: .plain)
    }
    let age = now - sample.time
    let isOld = age > (pod.isShuttingDown ? .milliseconds(1500) : .seconds(5))
    let number = String(sample.inFlight)
    write(
      number, row: row, before: range.lowerBound + max(3, number.count),
      role: isOld ? .quiet : pod.isShuttingDown && sample.inFlight > 0 ? .strong : .plain)
    if isOld {
      let column = range.lowerBound + max(3, number.count) + 1
      let limit = columns.curve?.upperBound ?? range.upperBound
      let text = "\(age.short) old"
      write(
        column + text.cellWidth <= limit ? text : age.short, row: row, column: column,
        role: .warning, limit: limit)
    } else if let curve = columns.curve {
      sparkline(
        pod.curve(count: curve.count * 2, at: now), row: row, column: curve.lowerBound,
        role: .curve, glyphs: glyphs)
    }
  }

  private mutating func drawCountdown(
    _ pod: Pod, _ now: Instant, _ columns: Columns, row: Int, _ glyphs: Glyphs
  ) {
    if let range = columns.drain, let shutdown = pod.shutdown, pod.phase < .exited {
      let elapsed =
        now - (shutdown.asked.map { max($0, shutdown.deadline?.begin ?? $0) } ?? shutdown.seenAt)
      write(max(elapsed, .zero).text, row: row, before: range.upperBound, role: .plain)
    }
    let end = columns.left.upperBound
    switch pod.countdown(at: now) {
    case .none: break
    case .unseen(let late):
      write("unseen", row: row, before: end, role: .warning)
      if let bar = columns.bar, let late {
        let text = "overdue \(late.short)"
        write(text, row: row, column: bar.lowerBound, role: .warning, limit: bar.upperBound)
      }
    case .past(let by):
      write("due +\(by.short)", row: row, before: end, role: .quiet)
    case .overdue(let by):
      write("+\(by.short)", row: row, before: end, role: .critical)
      if let bar = columns.bar {
        write("overdue", row: row, column: bar.lowerBound, role: .critical, limit: bar.upperBound)
      }
    case .running(let running):
      let role: Role =
        switch pod.alert?.level {
        case .critical: .critical
        case .warning: .warning
        case .notice, nil: .gauge
        }
      if let bar = columns.bar {
        let later = running.mayBeLaterBy ?? .zero
        let total = max((running.total + later).seconds, 0.001)
        gauge(
          running.remaining.seconds / total, tail: later.seconds / total, row: row,
          column: bar.lowerBound, width: bar.count, role: role, glyphs: glyphs)
      }
      // The space parts a long time from the bar, whose end it covers.
      let mark = running.isAssumed ? "~" : running.isExact ? "" : glyphs.atMost
      write(
        " " + mark + running.remaining.text, row: row, before: end,
        role: role == .gauge ? .strong : role)
    }
  }

  private mutating func drawVerdict(
    _ verdict: Verdict, of pod: Pod, _ columns: Columns, row: Int, _ glyphs: Glyphs
  ) {
    write(verdict.kind.glyph(glyphs), row: row, column: 0, role: verdict.kind.role)
    writeName(pod, columns, row: row, role: .quiet, glyphs)
    let word = columns.phase ?? columns.left
    // `killed-early` is longer than any phase.
    let room = columns.phase == nil ? word.upperBound : min(word.lowerBound + 12, size.columns)
    let kind = verdict.kind.rawValue
    write(kind, row: row, column: word.lowerBound, role: verdict.kind.role, limit: room)
    if let range = columns.inFlight, let count = verdict.inFlightAtEnd {
      let number = String(count)
      let wordEnd = min(word.lowerBound + kind.cellWidth, room)
      let column = max(range.lowerBound + max(3 - number.count, 0), wordEnd + 1)
      // What became of it is unknown, too: it was there at the last look.
      let isLost = count > 0 && !verdict.kind.isGood && verdict.kind != .unknown
      write(
        isLost && (columns.work?.count ?? 0) >= 8 ? "\(number) left" : number, row: row,
        column: column,
        role: isLost ? .lost : .quiet)
    }
    if columns.drain != nil, let used = verdict.usedSeconds {
      let start = columns.drain?.lowerBound ?? columns.left.lowerBound
      let grace = verdict.graceSeconds.map { " of \(TimeSpan.seconds($0).text)" } ?? ""
      let mark = verdict.isAssumed ? "~" : ""
      write(
        mark + TimeSpan.seconds(used).text + grace, row: row, column: start + 1, role: .quiet,
        limit: columns.bar?.upperBound ?? columns.left.upperBound)
    }
    if columns.phase != nil, let code = verdict.exitCode {
      write("exit \(code)", row: row, before: columns.left.upperBound, role: .quiet)
    }
    if let note = columns.note {
      let worst = pod.diagnoses.first { $0.level >= .warning }
      let text = worst.map { "\($0.rule) \($0.sentence)" } ?? verdict.reason
      write(
        glyphs.plain(text).fitted(note.count, mark: glyphs.cut), row: row,
        column: note.lowerBound, role: .quiet, limit: note.upperBound)
    }
  }
}

extension TimeSpan {
  /// As short as it goes: `4s`, `12m`, `3h`.
  var short: String {
    let whole = Int(max(seconds, 0))
    if whole < 120 { return "\(whole)s" }
    return whole < 7200 ? "\(whole / 60)m" : "\(whole / 3600)h"
  }
}
