import LogText
import ShutdownModel
import Time

extension Frame {
  /// The rule above the log pane: how much is followed, what was lost, what is filtered.
  mutating func drawLogHeading(
    _ state: State, _ screen: ScreenState, row: Int, _ context: ScreenContext
  ) {
    let glyphs = context.glyphs
    fill(glyphs.horizontal, row: row, role: .border)
    var column = write(" log ", row: row, column: 2, role: .label) + 1
    var text = " \(state.logStreams.followed) streams "
    if state.logStreams.notFollowed > 0 {
      text += "\(glyphs.dot) \(state.logStreams.notFollowed) not followed "
    }
    // Files that are replayed are no streams.
    if case .logs = state.scope { text = "" }
    if !text.isEmpty { column = write(text, row: row, column: column + 1, role: .quiet) + 1 }
    if state.log.droppedCount > 0 {
      column =
        write(" \(state.log.droppedCount) lines dropped ", row: row, column: column, role: .warning)
        + 1
    }
    if !screen.filter.isEmpty {
      let text = " filter: \(glyphs.plain(screen.filter)) "
      if size.columns - text.cellWidth - 2 > column {
        write(text, row: row, before: size.columns - 2, role: .note)
      }
    }
  }

  /// Log entries from the top row down; the newest is the last.
  mutating func drawLog(
    _ entries: [LogEntry], rows: Range<Int>, columns: Range<Int>, _ screen: ScreenState,
    _ glyphs: Glyphs, _ zone: ClockZone
  ) {
    guard !rows.isEmpty else { return }
    // By the screen alone, so that lines keep their place.
    let hasNames = entries.contains { $0.podName != nil }
    let most = screen.showsFullNames ? 40 : columns.count >= ScreenWidth.roomy ? 12 : 8
    let nameWidth = hasNames ? min(most, max(columns.count / 4, 5)) : 0
    for (row, entry) in zip(rows, entries) {
      draw(entry, row: row, end: columns.upperBound, nameWidth: nameWidth, screen, glyphs, zone)
    }
  }

  private mutating func draw(
    _ entry: LogEntry, row: Int, end: Int, nameWidth: Int, _ screen: ScreenState, _ glyphs: Glyphs,
    _ zone: ClockZone
  ) {
    var column = 1
    if end >= ScreenWidth.slim {
      column = write(zone.clockTenths(entry.time), row: row, column: column, role: .time) + 1
    }
    switch entry.content {
    case .note(let text):
      write(
        "\(glyphs.horizontal)\(glyphs.horizontal) \(glyphs.plain(text))".fitted(
          end - column - 1, mark: glyphs.cut), row: row, column: column, role: .note)
    case .alert(let level, let text):
      column = write(level.glyph(glyphs), row: row, column: column, role: level.role) + 1
      let short = screen.showsFullNames ? text : entry.withShortName(text)
      write(
        glyphs.plain(short).fitted(end - column - 1, mark: glyphs.cut), row: row,
        column: column, role: level.role)
    case .verdict(let verdict):
      let kind = verdict.kind
      column = write(kind.glyph(glyphs), row: row, column: column, role: kind.role) + 1
      write(
        glyphs.plain("\(name(entry, screen)): \(verdict.line)").fitted(
          end - column - 1, mark: glyphs.cut), row: row, column: column, role: kind.role)
    case .dropped(let count, let source):
      write(
        "\(glyphs.cut) \(count) lines of \(glyphs.plain(source)) dropped: they came too fast",
        row: row, column: column, role: .warning)
    case .line(let text, let sign, _):
      if nameWidth > 0 {
        let name = glyphs.plain(name(entry, screen)).cutInTheMiddle(nameWidth, mark: glyphs.cut)
        write(name, row: row, column: column, role: .label)
        column += nameWidth + 1
        fill(glyphs.vertical, row: row, from: column, to: column + 1, role: .border)
        column += 2
      }
      let shown = screen.logColumn > 0 ? String(text.dropFirst(screen.logColumn)) : text
      let role: Role =
        switch sign {
        case .timedOut, .cut, .forced: .lost
        case .finished: .good
        case .signal, .draining, .waiting, .ended, .part: .busy
        case .weak, .started, .reloaded, .resumed, nil: .plain
        }
      let place = column
      write(
        glyphs.plain(shown).fitted(end - column, mark: glyphs.cut), row: row,
        column: column, role: role)
      highlight(screen.filter, in: shown, row: row, column: place)
    }
  }

  private func name(_ entry: LogEntry, _ screen: ScreenState) -> String {
    screen.showsFullNames ? entry.podName ?? "" : entry.shortName
  }

  /// Paints what the filter has found.
  private mutating func highlight(_ filter: String, in text: String, row: Int, column: Int) {
    guard !filter.isEmpty else { return }
    let wanted = Array(filter.lowercased().unicodeScalars)
    let scalars = text.lowercased().unicodeScalars.map { $0 }
    guard scalars.count >= wanted.count else { return }
    var place = column
    for start in 0...(scalars.count - wanted.count) {
      if scalars[start..<start + wanted.count].elementsEqual(wanted) {
        let width = wanted.reduce(0) { $0 + $1.cellWidth }
        paint(row: row, role: .match, from: place, to: place + width)
      }
      place += scalars[start].cellWidth
    }
  }
}

extension Verdict {
  /// `killed, 4 in flight at the last poll, 15 of 15 s used`.
  fileprivate var line: String {
    var text = kind.rawValue
    if let count = inFlightAtEnd, count > 0, kind.isKnownBad {
      text += ", \(count) in flight at the last poll"
    }
    if let usedSeconds, let graceSeconds {
      text += ", \(TimeSpan.seconds(usedSeconds).text(of: graceSeconds)) used"
    }
    return text
  }
}

extension LogEntry {
  /// What tells pods of one workload apart: the last part of the name, and the container if the
  /// line is not of the pod's only one.
  fileprivate var shortName: String {
    guard let podName else { return container ?? "" }
    let last = podName.split(separator: "-").last.map(String.init) ?? podName
    // An ordinal alone names nothing.
    return last.count >= 3 ? last : podName
  }

  /// A sentence that names its pod in full, with the short name.
  fileprivate func withShortName(_ text: String) -> String {
    podName.map { text.replacing($0, with: shortName) } ?? text
  }
}
