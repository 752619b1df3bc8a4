import ShutdownModel
import Time

extension Frame {
  /// The rule above the log pane: how much is followed, what was lost, what is filtered.
  ///
  /// - Parameters:
  ///   - title: whose log it is; that of one pod says nothing of streams.
  ///   - newer: how many lines have come behind those in view, and what follows again.
  ///   - position: where in the log this is, for the log on the whole screen.
  mutating func drawLogHeading(
    _ state: State, _ screen: ScreenState, row: Int, _ context: ScreenContext,
    title: String = "log", newer: Int, follows: Intent, position: String? = nil
  ) {
    let glyphs = context.glyphs
    fill(glyphs.horizontal, row: row, role: .border)
    var column = write(" \(title) ", row: row, column: 2, role: .label) + 1
    if newer > 0 {
      let key = context.keymap.symbol(of: follows, glyphs).map { ", \($0) follows" } ?? ""
      let text = " +\(newer.grouped) line\(newer == 1 ? "" : "s") newer\(key) "
      column = write(text, row: row, column: column + 1, role: .warning) + 1
    }
    // What matters most takes its room first, from the right; the filter is the first of it.
    var end = size.columns - 2
    for (text, role) in [(screen.textFilter.heading, Role.note), (position, .quiet)] {
      guard let text, end - text.cellWidth > column else { continue }
      write(glyphs.plain(text), row: row, before: end, role: role)
      end -= text.cellWidth + 2
    }
    var text = " \(state.logStreams.followed) streams "
    if state.logStreams.notFollowed > 0 {
      text += "\(glyphs.dot) \(state.logStreams.notFollowed) not followed "
    }
    // Files that are replayed are no streams.
    if case .logs = state.scope { text = "" }
    if title != "log" { return }
    if !text.isEmpty, column + 1 + text.cellWidth < end {
      column = write(text, row: row, column: column + 1, role: .quiet) + 1
    }
    let count = state.log.droppedCount
    let dropped = " \(count) line\(count == 1 ? "" : "s") dropped "
    if state.log.droppedCount > 0, column + dropped.cellWidth < end {
      write(dropped, row: row, column: column, role: .warning)
    }
  }

  /// Log entries from the top row down, a row each; the newest is the last.
  ///
  /// They are a pane that the wheel scrolls.
  mutating func drawLog(
    _ entries: [LogEntry], rows: Range<Int>, columns: Range<Int>, _ screen: ScreenState,
    _ glyphs: Glyphs, _ zone: ClockZone
  ) {
    for row in rows {
      add(.log(rows: rows.count), row: row, from: columns.lowerBound, to: columns.upperBound)
    }
    draw(
      entries.map { LogPage.Part(entry: $0, rows: 0..<1) }, rows: rows, columns: columns,
      isWrapped: false, isExcerpt: true, screen, glyphs, zone)
  }

  /// Parts of the log from the top row down.
  ///
  /// - Parameter isExcerpt: a few lines below something else, that need not tell their time twice.
  mutating func draw(
    _ parts: [LogPage.Part], rows: Range<Int>, columns: Range<Int>, isWrapped: Bool,
    isExcerpt: Bool = false, _ screen: ScreenState, _ glyphs: Glyphs, _ zone: ClockZone
  ) {
    let places = LogPlaces(parts.map(\.entry), columns: columns, screen)
    var filter = screen.textFilter
    var row = rows.lowerBound
    for part in parts where row < rows.upperBound {
      let words = LogWords(
        part.entry, screen, glyphs, isBesideTime: isExcerpt && places.hasTimes)
      if part.rows.lowerBound == 0 {
        drawLead(part.entry, words, row: row, places, screen, glyphs, zone)
      }
      let room = places.text(of: words)
      // A sentence of its own, where it cannot be scrolled, loses what matters least.
      let isShort = isExcerpt && words.sign != nil
      let text = MarkedText(
        isShort ? words.text.fittedByClause(room.count, mark: glyphs.cut) : words.text, &filter)
      let shown =
        isWrapped ? text.parts(cells: room.count) : [text.dropFirst(screen.leftColumn)]
      if !isWrapped { markLeft(of: text, screen, row: row, column: room.lowerBound - 1, glyphs) }
      for line in shown.dropFirst(part.rows.lowerBound).prefix(part.rows.count)
      where row < rows.upperBound {
        write(
          line, of: text, row: row, column: room.lowerBound, end: room.upperBound,
          role: words.role, glyphs)
        row += 1
      }
    }
  }

  /// What stands before the text: the time, and whose line it is or what kind of.
  private mutating func drawLead(
    _ entry: LogEntry, _ words: LogWords, row: Int, _ places: LogPlaces, _ screen: ScreenState,
    _ glyphs: Glyphs, _ zone: ClockZone
  ) {
    var column = 1
    if places.hasTimes {
      column = write(zone.clockTenths(entry.time), row: row, column: column, role: .time) + 1
    }
    if let sign = words.sign {
      write(sign, row: row, column: column, role: words.role)
    } else if places.nameWidth > 0 {
      let name = glyphs.plain(entry.name(screen))
        .cutInTheMiddle(places.nameWidth, mark: glyphs.cut)
      write(name, row: row, column: column, role: .label)
      column += places.nameWidth + 1
      fill(glyphs.vertical, row: row, from: column, to: column + 1, role: .border)
    }
  }
}
