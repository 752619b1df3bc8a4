import KubernetesObjects
import RunReports
import ShutdownModel
import Time

/// The report so far, or of the moment that is looked at: what a run came to, on one screen.
///
///     ── report ── deployment/web ─────────────────────────────────── so far ──
///      ✖ killed           2  ██████████░░░░░░░░░░░░░░
///      ✔ clean            3  ██████████████░░░░░░░░░░
///      DRAINS  p50 7.0 s, p95 15 s, max 15 s
///      LOST    2 pods ended badly; 11 in flight at the last looks
///      GRACE   more than 15 s; the data cannot tell how much more
///      VERDICT      POD          USED OF GRACE              SLACK  IN FLIGHT
///      ✖ killed     web-hq9mt    ██████████   15 s of 15 s  0.0 s  4
func reportView(
  _ state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  var frame = Frame(size: size)
  let glyphs = context.glyphs
  let report = Report(of: state)
  let bottom = size.rows >= 3 ? size.rows - 1 : size.rows
  let top = size.rows >= 2 ? 1 : 0
  let lines = ReportLine.all(report, width: size.columns)
  let columns = ReportColumns(report, width: size.columns)
  let scroll = min(screen.scroll, max(lines.count - (bottom - top), 0))
  for (row, line) in zip(top..<max(bottom, top), lines.dropFirst(scroll)) {
    frame.draw(line, report, columns, row: row, glyphs)
  }
  if top > 0 { frame.drawReportTitle(report, row: 0, glyphs) }
  let below = lines.count - scroll - (bottom - top)
  if bottom < size.rows { frame.drawFooter(screen, context, row: bottom) }
  if below > 0, top > 0 {
    frame.write(" \(below) below ", row: bottom, before: size.columns - 1, role: .note)
  }
  return frame
}

/// One row of the report.
private enum ReportLine {
  /// Nil are those that are not over.
  case count(Verdict.Kind?, Int)
  case text(label: String, String, Role)
  case heading
  case pod(PodReport)
  case blank

  static func all(_ report: Report, width: Int) -> [ReportLine] {
    let words = report.words
    var lines: [ReportLine] = []
    for kind in Verdict.Kind.allCases {
      if let count = report.verdicts[kind] { lines.append(.count(kind, count)) }
    }
    if report.verdicts.isEmpty { lines.append(.text(label: "PODS", words.counts, .plain)) }
    if report.unfinishedCount > 0, !report.verdicts.isEmpty {
      lines.append(.count(nil, report.unfinishedCount))
    }
    guard !report.pods.isEmpty else { return lines }
    lines.append(.blank)
    func add(_ label: String, _ text: String, _ role: Role) {
      for (place, part) in text.wrapped(max(width - 10, 10), indent: 0).enumerated() {
        lines.append(.text(label: place == 0 ? label : "", part, role))
      }
    }
    add("DRAINS", words.drains, .plain)
    add("SLACK", "least \(words.leastSlack)", .plain)
    add("LOST", words.loss, report.loss.pods > 0 ? .lost : .plain)
    for (place, group) in report.findings.prefix(5).enumerated() {
      let finding = FindingWords(group: group)
      add(place == 0 ? "FOUND" : "", "\(finding.heading): \(finding.sentence)", finding.role)
    }
    for (place, sentence) in words.grace.enumerated() {
      add(place == 0 ? "GRACE" : "", sentence, place == 0 ? .strong : .quiet)
    }
    lines += [.blank, .heading]
    return lines + report.pods.map { .pod($0) }
  }
}

/// Where the columns of the report's pods stand.
private struct ReportColumns {
  static let label = 9

  var name: Range<Int>
  var bar: Range<Int>?
  var used: Range<Int>?
  var slack: Range<Int>?
  var inFlight: Range<Int>?
  var reason: Range<Int>?

  init(_ report: Report, width: Int) {
    let longest = report.pods.prefix(500).map { $0.pod.pod.cellWidth }.max() ?? 0
    let start = width >= ScreenWidth.slim ? 15 : 3
    var column = start
    let others =
      (width >= ScreenWidth.narrow ? 16 : 0) + (width >= ScreenWidth.plain ? 10 : 0)
      + (width >= ScreenWidth.usual ? 12 : 0)
    let most = width >= ScreenWidth.wide ? 48 : 40
    let name = min(max(longest, 4), max(width - start - others, 4), most)
    self.name = column..<max(min(column + name, width), column)
    column += name + 2
    func take(_ wanted: Int, from least: Int) -> Range<Int>? {
      guard width >= least, column + wanted <= width else { return nil }
      defer { column += wanted }
      return column..<column + wanted - 2
    }
    bar = take(width >= ScreenWidth.widest ? 26 : 14, from: ScreenWidth.wide)
    used = take(16, from: ScreenWidth.narrow)
    slack = take(9, from: ScreenWidth.plain)
    inFlight = take(11, from: ScreenWidth.usual)
    let rest = width - column
    reason = rest >= 16 ? column..<width : nil
  }
}

extension Frame {
  fileprivate mutating func drawReportTitle(_ report: Report, row: Int, _ glyphs: Glyphs) {
    fill(glyphs.horizontal, row: row, role: .border)
    let summary = report.summary
    let right = " \(summary.map { $0.result.rawValue } ?? "so far") "
    let isShown = size.columns >= ScreenWidth.slim
    if isShown {
      write(
        right, row: row, before: size.columns - 2,
        role: summary == nil ? .busy : report.isGood ? .good : .warning)
    }
    let limit = size.columns - (isShown ? right.cellWidth + 4 : 0)
    let column = write(" report ", row: row, column: 2, role: .title, limit: limit)
    let target = glyphs.plain(report.words.title).fitted(limit - column - 4, mark: glyphs.cut)
    if !target.isEmpty {
      write(" \(target) ", row: row, column: column + 2, role: .label, limit: limit)
    }
  }

  fileprivate mutating func draw(
    _ line: ReportLine, _ report: Report, _ columns: ReportColumns, row: Int, _ glyphs: Glyphs
  ) {
    switch line {
    case .blank: break
    case .count(let kind, let count): draw(kind, count, of: report.pods.count, row: row, glyphs)
    case .text(let label, let text, let role):
      write(label, row: row, column: 1, role: .label, limit: ReportColumns.label)
      let fitted = glyphs.plain(text).fitted(size.columns - ReportColumns.label, mark: glyphs.cut)
      write(fitted, row: row, column: ReportColumns.label, role: role)
    case .heading: drawHeading(columns, row: row)
    case .pod(let pod): draw(pod, report, columns, row: row, glyphs)
    }
  }

  private mutating func draw(
    _ kind: Verdict.Kind?, _ count: Int, of all: Int, row: Int, _ glyphs: Glyphs
  ) {
    let role = kind?.role ?? .busy
    let word = "\(kind?.glyph(glyphs) ?? glyphs.dot) \(kind?.rawValue ?? "not over yet")"
    write(word, row: row, column: 1, role: role)
    write("\(count)", row: row, before: 22, role: .strong)
    let width = min(size.columns - 26, 24)
    guard width >= 8 else { return }
    draw(
      Gauge(part: Double(count) / Double(max(all, 1))), row: row, in: 24..<24 + width, role: role,
      glyphs)
  }

  private mutating func drawHeading(_ columns: ReportColumns, row: Int) {
    if columns.name.lowerBound > 10 { write("VERDICT", row: row, column: 1, role: .label) }
    let heads: [(Range<Int>?, String)] = [
      (columns.name, "POD"), (columns.bar ?? columns.used, "USED OF GRACE"),
      (columns.slack, "SLACK"), (columns.inFlight, "IN FLIGHT"), (columns.reason, "WHAT HAPPENED"),
    ]
    for (range, name) in heads {
      guard let range else { continue }
      write(name, row: row, column: range.lowerBound, role: .label)
    }
  }

  private mutating func draw(
    _ pod: PodReport, _ report: Report, _ columns: ReportColumns, row: Int, _ glyphs: Glyphs
  ) {
    let kind = pod.verdict?.kind
    let (glyph, word) = (kind?.glyph(glyphs) ?? glyphs.dot, kind?.rawValue ?? pod.phase.text)
    let role = kind?.role ?? pod.phase.role
    write("\(glyph) \(word)", row: row, column: 1, role: role, limit: columns.name.lowerBound - 1)
    let name = glyphs.plain(pod.pod.pod).fitted(columns.name.count, mark: glyphs.cut)
    write(
      name, row: row, column: columns.name.lowerBound, role: kind?.isGood == true ? .quiet : .plain)
    // While it goes on, what it has used so far.
    let soFar = pod.askedAt.flatMap { asked in report.endedAt.map { max(0, ($0 - asked).seconds) } }
    let usedSeconds = pod.verdict == nil ? soFar : pod.usedSeconds
    if let bar = columns.bar, let used = usedSeconds, let grace = pod.graceSeconds, grace > 0 {
      draw(Gauge(part: used / grace), row: row, in: bar, role: role, glyphs)
    }
    let assumed = pod.isDeadlineAssumed ? "~" : ""
    let used = usedSeconds.map { used in
      used.span + (pod.graceSeconds.map { " of \(assumed)\($0.span)" } ?? "")
    }
    let count =
      pod.verdict?.inFlightAtEnd ?? (pod.verdict == nil ? pod.samples.last?.inFlight : nil)
    let cells: [(Range<Int>?, String?)] = [
      (columns.used, used ?? "unknown"),
      (columns.slack, pod.slackSeconds.map { assumed + $0.span }),
      (columns.inFlight, count.map { "\($0)" } ?? "unknown"),
      (columns.reason, pod.verdict?.reason),
    ]
    for (range, text) in cells {
      guard let range, let text else { continue }
      write(
        glyphs.plain(text).fitted(range.count, mark: glyphs.cut), row: row,
        column: range.lowerBound, role: .quiet)
    }
  }
}
