import ShutdownModel
import Time

/// What went wrong, worst first, with its evidence and what to change.
///
///     ── findings ── 2 findings · 9 alerts ──────────────────────────────────────────
///      ✖ R03  critical   web goes on as if there had been no SIGTERM, 2.0 s after it was due: …
///        on    web-5d68-hq9mt, web-5d68-ttmbd
///        seen  status 14:02:22.0Z  phase running, 5 in flight
///              spec    spec.containers[web].command: sh runs start.sh
///        do    let the last line of start.sh be exec PROGRAM
///        read  https://…
///      ALERTS
///      14:02:20.0  critical  no-signal   web-5d68-hq9mt goes on as if it had got no signal, …
func findingsView(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let list = FindingList(state, filter: screen.textFilter)
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  let top = size.rows >= 2 ? 1 : 0
  let lines = FindingLine.all(
    list, state, screen, width: size.columns, glyphs, context.zone)
  let scroll = min(screen.scroll, max(lines.count - (bottom - top), 0))
  for (row, line) in zip(top..<max(bottom, top), lines.dropFirst(scroll)) {
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
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  let below = lines.count - scroll - (bottom - top)
  if below > 0, top > 0 {
    frame.write(" \(below) below ", row: bottom, before: size.columns - 1, role: .note)
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

  static func all(
    _ list: FindingList, _ state: State, _ screen: ScreenState, width: Int, _ glyphs: Glyphs,
    _ zone: ClockZone
  ) -> [FindingLine] {
    var lines: [FindingLine] = []
    if list.entries.isEmpty {
      let text =
        screen.filter.isEmpty ? "no problems found" : "nothing matches the filter"
      lines.append(
        .init(indent: 1, label: "", labelWidth: 0, labelRole: .good, text: text, role: .good))
    }
    for entry in list.entries {
      lines += finding(entry.diagnosis, of: entry, width: width, glyphs, zone)
      lines.append(.blank)
    }
    guard !list.alerts.isEmpty else { return lines }
    lines.append(
      .init(indent: 1, label: "ALERTS", labelWidth: 8, labelRole: .label, text: "", role: .plain))
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

  /// One finding, with whom it is about where that is not clear already.
  static func finding(
    _ diagnosis: Diagnosis, of group: FindingGroup? = nil, width: Int, _ glyphs: Glyphs,
    _ zone: ClockZone
  ) -> [FindingLine] {
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
    let labelWidth = 6
    if let group {
      lines += wrapped(
        "on", group.namesText, indent: 3, labelWidth: labelWidth, width: width, .plain)
    }
    for (index, evidence) in diagnosis.evidence.enumerated() {
      let time = evidence.time.map { "\(zone.saidTenths($0))  " } ?? ""
      lines += wrapped(
        index == 0 ? "seen" : "", "\(evidence.source.text): \(time)\(evidence.text)", indent: 3,
        labelWidth: labelWidth, width: width, .quiet)
    }
    for (index, line) in diagnosis.advice.split(separator: "\n").enumerated() {
      // Lines of YAML keep their indentation.
      lines += wrapped(
        index == 0 ? "do" : "", String(line), indent: 3, labelWidth: labelWidth, width: width,
        .plain)
    }
    lines += wrapped(
      "read", diagnosis.source, indent: 3, labelWidth: labelWidth, width: width, .quiet)
    return lines
  }

  private static func wrapped(
    _ label: String, _ text: String, indent: Int, labelWidth: Int, width: Int, _ role: Role,
    labelRole: Role = .label
  ) -> [FindingLine] {
    let lead = String(text.prefix { $0 == " " })
    let parts = text.dropFirst(lead.count).wrappedParts(
      max(width - indent - labelWidth - lead.count, 8))
    return parts.enumerated().map { place, part in
      FindingLine(
        indent: indent, label: place == 0 ? label : "", labelWidth: labelWidth,
        labelRole: labelRole, text: lead + part, role: role)
    }
  }
}

extension Substring {
  fileprivate func wrappedParts(_ width: Int) -> [String] {
    isEmpty ? [""] : String(self).wrapped(width, indent: 0)
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
