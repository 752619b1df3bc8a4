import KubernetesObjects
import RunReports
import ShutdownModel
import Time

/// The report so far, or of the moment that is looked at: what a run came to, on one screen.
///
///     ── report ── deployment/web ─────────────────────────────────── so far ──
///      ✖ 2 of 5 pods were killed, 11 in flight at the last poll
///     DO FIRST
///       1 try a grace period of 30 s: outlasts grace (R39)          1 pod, 4 left
///      GRACE   try 30 s (now 15 s) and measure again: twice what it is
///      DRAINS  p50 7.0 s, p95 15 s, max 15 s
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
  if bottom < size.rows {
    frame.drawFooter(
      screen, context, row: bottom, below: lines.count - scroll - (bottom - top))
  }
  return frame
}

/// One row of the report.
private enum ReportLine {
  /// What it came to.
  case result(String, Role)
  /// One thing to do.
  case step(number: Int?, String, whom: String, Role)
  case text(label: String, String, Role)
  case heading
  case pod(PodReport)
  case blank

  static func all(_ report: Report, width: Int) -> [ReportLine] {
    let words = report.words
    var lines: [ReportLine] = []
    let result = report.resultWords
    if let sentence = result.sentence { lines.append(.result(sentence, result.role)) }
    if report.unfinishedCount > 0 || report.pods.isEmpty {
      lines.append(.text(label: "PODS", words.counts, .plain))
    }
    guard !report.pods.isEmpty else { return lines }
    func add(_ label: String, _ text: String, _ role: Role) {
      for (place, part) in text.wrapped(max(width - 11, 10), indent: 0).enumerated() {
        lines.append(.text(label: place == 0 ? label : "", part, role))
      }
    }
    let steps = words.doFirst
    if !steps.isEmpty { lines.append(.text(label: "DO FIRST", "", .label)) }
    for (place, step) in steps.enumerated() {
      let room = max(width - 4 - step.whom.cellWidth - 3, 20)
      for (row, part) in step.text.wrapped(room, indent: 0).enumerated() {
        lines.append(
          .step(
            number: row == 0 ? place + 1 : nil, part, whom: row == 0 ? step.whom : "", step.role))
      }
    }
    add("GRACE", words.grace, .strong)
    add("HOW SURE", words.sureness, .quiet)
    add("DRAINS", words.drains, .plain)
    add("SPARE", words.leastSlack, .plain)
    add("LOST", words.loss, report.loss.pods > 0 ? .lost : .plain)
    lines += [.blank, .heading]
    lines += report.pods.map { .pod($0) }
    lines.append(.blank)
    for (place, sentence) in words.reasons.enumerated() {
      add(place == 0 ? "GROUNDS" : "", sentence, .quiet)
    }
    return lines
  }
}

/// Where the columns of the report's pods stand.
private struct ReportColumns {
  static let label = 10

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
    let right = " \(summary.map { $0.words } ?? "so far") "
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
    case .result(let text, let role):
      let glyph = role == .good ? glyphs.good : role == .lost ? glyphs.bad : glyphs.unknown
      write("\(glyph) \(glyphs.plain(text))", row: row, column: 1, role: role)
    case .step(let number, let text, let whom, let role):
      if let number { write("\(number)", row: row, column: 2, role: role) }
      write(glyphs.plain(text), row: row, column: 4, role: .strong)
      write(whom, row: row, before: size.columns - 1, role: role)
    case .text(let label, let text, let role):
      write(label, row: row, column: 1, role: .label, limit: ReportColumns.label)
      let fitted = glyphs.plain(text).fitted(size.columns - ReportColumns.label, mark: glyphs.cut)
      write(fitted, row: row, column: ReportColumns.label, role: role)
    case .heading: drawHeading(columns, row: row)
    case .pod(let pod): draw(pod, report, columns, row: row, glyphs)
    }
  }

  private mutating func drawHeading(_ columns: ReportColumns, row: Int) {
    if columns.name.lowerBound > 10 { write("VERDICT", row: row, column: 1, role: .label) }
    let heads: [(Range<Int>?, String)] = [
      (columns.name, "POD"), (columns.bar ?? columns.used, "USED OF GRACE"),
      (columns.slack, "SPARE"), (columns.inFlight, "IN FLIGHT"), (columns.reason, "WHAT HAPPENED"),
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
    let (glyph, word) = (kind?.glyph(glyphs) ?? glyphs.dot, kind?.rawValue ?? "not over")
    let role = kind?.role ?? pod.phase.role
    write("\(glyph) \(word)", row: row, column: 1, role: role, limit: columns.name.lowerBound - 1)
    let name = glyphs.plain(pod.pod.pod).fitted(columns.name.count, mark: glyphs.cut)
    write(
      name, row: row, column: columns.name.lowerBound, role: kind?.isGood == true ? .quiet : .plain)
    // While it goes on, what it has used so far.
    let soFar = pod.askedAt.flatMap { deletedAt in
      report.endedAt.map { max(0, ($0 - deletedAt).seconds) }
    }
    let usedSeconds = pod.verdict == nil ? soFar : pod.usedSeconds
    if let bar = columns.bar, let used = usedSeconds, let grace = pod.graceSeconds, grace > 0 {
      draw(Gauge(part: used / grace), row: row, in: bar, role: role, glyphs)
    }
    let assumed = pod.isDeadlineAssumed ? "~" : ""
    let used = usedSeconds.map { used in
      assumed + TimeSpan.seconds(used).text(of: pod.graceSeconds)
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
