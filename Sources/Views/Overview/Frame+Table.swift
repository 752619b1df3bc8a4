import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The rule above the table: the first section's name, then what the columns mean.
  mutating func drawHeading(
    _ places: ColumnPlaces, _ section: PodSection?, _ state: State, _ screen: ScreenState,
    _ context: ScreenContext, isOver: Bool, row: Int
  ) {
    let glyphs = context.glyphs
    if let section, section.isFolded { return draw(section, state, row: row, context) }
    fill(glyphs.horizontal, row: row, role: .border)
    // Behind the name and the phase, whose words speak for themselves.
    let titled = places.all.filter { !["pod", "phase", "times"].contains($0.column.id) }
    for (column, range) in titled {
      let title = " \(column.title(width: range.count, isOver: isOver)) "
      switch column.titleAlignment {
      case .left:
        write(
          title, row: row, column: range.lowerBound - 1, role: .label, limit: range.upperBound + 1)
      case .right: write(title, row: row, before: range.upperBound + 1, role: .label)
      }
      if let sort = ScreenState.Sort(columnID: column.id) {
        add(.sort(sort), row: row, from: range.lowerBound, to: range.upperBound)
      }
    }
    let end =
      places.all.first { !["pod", "phase"].contains($0.column.id) }?.range.lowerBound
      ?? size.columns
    var texts = [section?.title(state) ?? "pods"]
    if screen.sort != .urgency { texts.append("by \(screen.sort.rawValue)") }
    let text = glyphs.plain(texts.joined(separator: " \(glyphs.dot) "))
    write(
      " \(text.cutInTheMiddle(max(end - 5, 0), mark: glyphs.cut)) ", row: row, column: 2,
      role: .title, limit: end - 1)
    add(.sort(.name), row: row, from: 0, to: end - 1)
  }

  /// The heading of a section further down, or all of a section that is folded.
  mutating func draw(
    _ section: PodSection, _ state: State, row: Int, _ context: ScreenContext
  ) {
    let glyphs = context.glyphs
    fill(glyphs.horizontal, row: row, role: .border)
    var column = write(
      " \(glyphs.plain(section.title(state))) ", row: row, column: 2, role: .title,
      limit: size.columns - 2)
    let intent: Intent = section.standing == .old ? .foldOld : .searchNext
    add(.intent(intent), row: row, from: 0, to: size.columns)
    guard section.isFolded else { return }
    column = write(
      " \(section.summary(state)) ", row: row, column: column + 2, role: .quiet,
      limit: size.columns - 2)
    guard let key = context.keymap.symbol(of: intent, glyphs) else { return }
    let hint = " \(key) opens it "
    if size.columns - hint.cellWidth - 4 > column {
      write(hint, row: row, before: size.columns - 2, role: .quiet)
    }
  }

  /// The pods of a section that share a row.
  mutating func drawRest(
    of section: PodSection, _ state: State, row: Int, _ context: ScreenContext
  ) {
    let intent: Intent = section.standing == .old ? .foldOld : .searchNext
    let key = context.keymap.symbol(of: intent, context.glyphs).map { "; \($0) opens" } ?? ""
    write(
      "\(section.restSummary(state))\(key)", row: row, column: 3, role: .quiet,
      limit: size.columns)
    add(.intent(intent), row: row, from: 0, to: size.columns)
  }

  /// One pod.
  mutating func draw(_ row: PodRow) {
    if let (glyph, role) = row.pod.mark(row.glyphs, at: row.now) {
      write(glyph, row: row.line, column: 1, role: role, limit: 3)
    }
    for (column, range) in row.places.all { column.cell(of: row.pod).draw(&self, row, range) }
  }
}

extension Pod {
  /// The sign at the head of its row: how it ended, or how urgent it is.
  fileprivate func mark(_ glyphs: Glyphs, at now: Instant) -> (String, Role)? {
    if let kind = verdict?.kind { return (kind.glyph(glyphs), kind.role) }
    if stallReason != nil { return (glyphs.warning, .warning) }
    if isUnjudged { return (glyphs.unknown, .unknown) }
    return danger(at: now).map { ($0.glyph(glyphs), $0.role) }
  }
}

extension TimeSpan {
  /// `6 of 15 s`, where the unit is the same once.
  ///
  /// What is more than the whole is no part of it: `15 s + 2.3 s`; one more second is none, for the times of
  /// containers are cut to their second.
  func text(of grace: Double?) -> String {
    guard let grace else { return text }
    let whole = TimeSpan.seconds(grace).text
    let over = seconds - grace
    if over > 0, text != whole {
      return over <= 1
        ? "\(whole.dropLast(2)) of \(whole)" : "\(whole) + \(TimeSpan.seconds(over).text)"
    }
    return text.hasSuffix(" s") && whole.hasSuffix(" s")
      ? "\(text.dropLast(2)) of \(whole)" : "\(text) of \(whole)"
  }

  /// As short as it goes: `4s`, `12m`, `3h`.
  var short: String {
    let whole = Int(max(seconds, 0).rounded())
    if whole < 120 { return "\(whole)s" }
    return whole < 7200 ? "\(whole / 60)m" : "\(whole / 3600)h"
  }
}

extension ScreenState.Sort {
  /// The order that a click on a column's heading asks for.
  fileprivate init?(columnID: String) {
    switch columnID {
    case "in-flight": self = .inFlight
    case "countdown", "forecast": self = .urgency
    case "age": self = .age
    default: return nil
    }
  }
}
