import ShutdownModel
import Time

/// What went wrong, worst first, with what to change, and its evidence where it is opened.
///
///     ── findings ── 2 findings · 9 alerts ──────────────────────────────────────────
///     ▸✖ R03  critical   web goes on as if there had been no SIGTERM, 2.0 s after it was due: …
///        ON    web-5d68-hq9mt, web-5d68-ttmbd
///        FIX   let the last line of start.sh be exec PROGRAM
///        SEEN  status 14:02:22.0Z  phase running, 5 in flight
///              spec    spec.containers[web].command: sh runs start.sh
///        READ  https://…
///      ✖ R39  critical   web needs longer than the grace period of 15 s: …
///        ON    web-5d68-ttmbd
///        FIX   terminationGracePeriodSeconds: 30
///        SEEN  4 observations
///      ALERTS
///      14:02:20.0  critical  no-signal   web-5d68-hq9mt goes on as if it had got no signal, …
func findingsView(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let page = FindingsPage(state, screen, size, glyphs, context.zone)
  let list = page.list
  let (top, bottom) = (page.rows.lowerBound, page.rows.upperBound)
  for (row, place) in zip(page.rows, page.first..<page.lines.count) {
    let line = page.lines[place]
    if let index = page.blocks.firstIndex(where: { $0.contains(place) }) {
      frame.add(
        .select(.finding(list.entries[index].id)), row: row, from: 0, to: size.columns)
      if index == page.selected, place == page.blocks[index].lowerBound {
        frame.write(glyphs.pointer, row: row, column: 0, role: .strong)
      }
    }
    frame.write(line.label, row: row, column: line.indent, role: line.labelRole)
    let column = line.indent + line.labelWidth
    frame.write(
      glyphs.plain(line.text).fitted(size.columns - column, mark: glyphs.cut), row: row,
      column: column, role: line.role)
  }
  if top > 0 {
    frame.fill(glyphs.horizontal, row: 0, role: .border)
    let column = frame.write(" findings ", row: 0, column: 2, role: .title)
    let counts =
      "\(list.entries.count) finding\(list.entries.count == 1 ? "" : "s") \(glyphs.dot) "
      + "\(list.alerts.count) alert\(list.alerts.count == 1 ? "" : "s")"
    frame.write(" \(counts) ", row: 0, column: column + 2, role: .label)
    if let filter = screen.textFilter.heading {
      frame.write(glyphs.plain(filter), row: 0, before: size.columns - 2, role: .note)
    }
  }
  if bottom < size.rows {
    frame.drawFooter(screen, context, row: bottom, below: page.most - page.first)
  }
  return frame
}

/// One row of the findings.
struct FindingLine {
  var indent: Int
  var label: String
  var labelWidth: Int
  var labelRole: Role
  var text: String
  var role: Role

  /// What stands in the place of findings where there are none.
  static func none(_ screen: ScreenState) -> FindingLine {
    let text = screen.filter.isEmpty ? "no problems found" : "nothing matches the filter"
    return .init(indent: 1, label: "", labelWidth: 0, labelRole: .good, text: text, role: .good)
  }

  static func alerts(_ list: FindingList, width: Int, _ zone: ClockZone) -> [FindingLine] {
    guard !list.alerts.isEmpty else { return [] }
    var lines: [FindingLine] = [
      .init(indent: 1, label: "ALERTS", labelWidth: 8, labelRole: .label, text: "", role: .plain)
    ]
    for (alert, _) in list.alerts {
      let since = alert.clearedAt.map { ", held \(($0 - alert.raisedAt).text)" } ?? ""
      let label =
        "\(zone.clockTenths(alert.raisedAt))  \(alert.level.rawValue)\(alert.isActive ? "" : since)"
      let room = width >= ScreenWidth.roomy ? 36 : 0
      if room > 0 {
        lines.append(
          .init(
            indent: 1, label: label, labelWidth: room,
            labelRole: alert.isActive ? alert.level.role : .quiet, text: alert.message,
            role: alert.isActive ? .plain : .quiet))
      } else {
        lines.append(
          .init(
            indent: 1, label: label, labelWidth: 0,
            labelRole: alert.isActive ? alert.level.role : .quiet, text: "", role: .plain))
        lines += wrapped("", alert.message, indent: 3, labelWidth: 0, width: width, .quiet)
      }
    }
    return lines
  }

  static let blank = FindingLine(
    indent: 0, label: "", labelWidth: 0, labelRole: .plain, text: "", role: .plain)

  /// One finding; what it rests on where that is open.
  static func finding(
    _ group: FindingGroup, isOpen: Bool, width: Int, _ glyphs: Glyphs, _ zone: ClockZone
  ) -> [FindingLine] {
    let diagnosis = group.diagnosis
    let glyph = diagnosis.level == .notice ? glyphs.dot : glyphs.bad
    let head = "\(glyph) \(diagnosis.rule)  \(diagnosis.level.rawValue)"
    var lines = wrapped(
      head, diagnosis.sentence, indent: 1, labelWidth: width >= ScreenWidth.narrow ? 17 : 0,
      width: width, .strong, labelRole: diagnosis.level.role)
    if width < ScreenWidth.narrow {
      lines.insert(
        .init(
          indent: 1, label: head, labelWidth: 0, labelRole: diagnosis.level.role, text: "",
          role: .plain), at: 0)
      for index in lines.indices.dropFirst() where lines[index].label == head {
        lines[index].label = ""
      }
    }
    func add(_ label: String, _ texts: [String], _ role: Role) {
      for (index, text) in texts.enumerated() {
        lines += wrapped(
          index == 0 ? label : "", text, indent: 3, labelWidth: 6, width: width, role)
      }
    }
    add("ON", [group.namesText], .plain)
    // Lines of YAML keep their indentation.
    add("FIX", diagnosis.advice.split(separator: "\n").map(String.init), .plain)
    add("SEEN", isOpen ? diagnosis.evidenceLines(zone) : [diagnosis.evidenceCount], .quiet)
    if isOpen { add("READ", [diagnosis.source], .quiet) }
    return lines
  }

  private static func wrapped(
    _ label: String, _ text: String, indent: Int, labelWidth: Int, width: Int, _ role: Role,
    labelRole: Role = .label
  ) -> [FindingLine] {
    text.wrappedAdvice(width - indent - labelWidth).enumerated().map { place, part in
      FindingLine(
        indent: indent, label: place == 0 ? label : "", labelWidth: labelWidth,
        labelRole: labelRole, text: part, role: role)
    }
  }
}

extension FindingGroup {
  /// Up to eight of those it is about, and how many there are: `30 pods, 19 of them critical: web-1, …`.
  fileprivate var namesText: String {
    let part = worstCount < names.count ? ", \(worstCount) of them \(diagnosis.level.rawValue)" : ""
    let count = names.count > 1 ? "\(names.count) pods\(part): " : ""
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return count + names.prefix(8).joined(separator: ", ") + more
  }
}
