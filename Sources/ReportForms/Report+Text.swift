internal import HarmlessText
public import RunReports
internal import ShutdownModel
public import Views

extension Report {
  /// For a CI log: at most 80 columns wide, every pod with its verdict, and the timeline.
  public var text: String {
    var page = TextPage()
    page.add(heading)
    page.add("RESULT", words.outcome)
    for warning in warnings { page.add("NOTE", warning.harmless(limit: 500)) }
    page.add("PODS", words.counts)
    page.add(steps: words.doFirst)
    page.add(numbers())
    page.add(findings)
    if !pods.isEmpty { page.blank() }
    for row in pods.prefix(Report.mostPods) { page.add(row, isStrict: isStrict) }
    if pods.count > Report.mostPods {
      page.add("  … and \(pods.count - Report.mostPods) more; -o json has them all")
    }
    let moments = MomentWords.all(self)
    guard !moments.isEmpty else { return page.text }
    page.blank()
    page.add("TIMELINE")
    let shown = moments.prefix(Report.mostMoments).map { (offset: $0.offset(self), text: $0.text) }
    let width = max(shown.map(\.offset.cellWidth).max() ?? 0, 10)
    for moment in shown {
      page.add(moment.offset.padded(width), moment.text, indent: width + 1)
    }
    if moments.count > Report.mostMoments {
      page.add("  … and \(moments.count - Report.mostMoments) more; -o json has them all")
    }
    return page.text
  }

  /// For the screen a run has left behind: at most 24 lines of 80 columns, the bad ends first.
  public var shortText: String { shortText(.unicode) }

  /// The same, in characters the terminal can show.
  public func shortText(_ glyphs: Glyphs) -> String {
    let bad = pods.filter { $0.verdict.map { isBad($0.kind) } ?? false }
    // Where there are few, all are named.
    let named = pods.count <= 6 ? pods : bad
    var count = min(named.count, Report.mostShortLines)
    while true {
      var page = TextPage()
      page.add(heading)
      page.add("RESULT", words.outcome)
      page.add("PODS", words.counts)
      if !pods.isEmpty { page.add(numbers(isShort: true)) }
      page.add(steps: Array(words.doFirst.prefix(3)))
      for row in named.prefix(count) { page.addShort(row, isStrict: isStrict, glyphs) }
      let left = bad.count - min(bad.count, count)
      if left > 0 { page.add("  … and \(left) more that ended badly") }
      if page.lines.count <= Report.mostShortLines || count == 0 {
        return page.lines.prefix(Report.mostShortLines).map { glyphs.plain($0) + "\n" }.joined()
      }
      count -= 1
    }
  }

  private var heading: String {
    let source = name.map { ", from \($0.harmless(limit: 300))" } ?? ""
    return "\(words.title): \(words.time)\(source)"
  }

  private func numbers(isShort: Bool = false) -> [(label: String, text: String)] {
    let rows = [
      ("GRACE", words.grace), ("HOW SURE", words.sureness), ("DRAINS", words.drains),
      ("SPARE", words.leastSlack),
      ("LOST", words.loss),
    ]
    guard !isShort else { return rows.map { (label: $0.0, text: $0.1) } }
    let grounds = words.reasons.enumerated().map { ($0.offset == 0 ? "GROUNDS" : "", $0.element) }
    return (rows + grounds).map { (label: $0.0, text: $0.1) }
  }

  /// So many pods and moments are listed in the text and in Markdown.
  static let mostPods = 200
  static let mostMoments = 300
  private static let mostShortLines = 24
}

/// Lines of at most 80 columns.
private struct TextPage {
  private(set) var lines: [String] = []
  private static let width = 80

  var text: String { lines.map { $0 + "\n" }.joined() }

  mutating func blank() { lines.append("") }

  mutating func add(_ text: String) { lines += text.wrapped(TextPage.width, indent: 2) }

  /// `LABEL     text`, wrapped below the text.
  mutating func add(_ label: String, _ text: String, indent: Int = 10) {
    lines += (label.padded(indent) + text).wrapped(TextPage.width, indent: indent)
  }

  mutating func add(_ rows: [(label: String, text: String)]) {
    for row in rows { add(row.label, row.text) }
  }

  /// `DO FIRST  1. try a grace period of 70 s: outlasts grace (R39); 19 pods, 24 left`.
  mutating func add(steps: [FirstStep]) {
    for (place, step) in steps.enumerated() {
      let lead = "\(place + 1). "
      let lines = "\(step.text); \(step.whom)".wrapped(TextPage.width - 10 - lead.count, indent: 0)
      for (row, line) in lines.enumerated() {
        self.lines.append(
          (place == 0 && row == 0 ? "DO FIRST" : "").padded(10)
            + (row == 0 ? lead : String(repeating: " ", count: lead.count)) + line)
      }
    }
  }

  /// What was found to be wrong, with its grounds and what to change.
  mutating func add(_ findings: [FindingGroup]) {
    guard !findings.isEmpty else { return }
    blank()
    add("FINDINGS")
    for group in findings {
      let finding = FindingWords(group: group)
      add(
        "\(group.diagnosis.level == .notice ? Glyphs.unicode.dot : Glyphs.unicode.bad) "
          + finding.heading)
      lines += "    \(finding.sentence)".wrapped(TextPage.width, indent: 4)
      if group.names.count > 1 {
        lines += "    on \(finding.names)".wrapped(TextPage.width, indent: 7)
      }
      for evidence in finding.evidence {
        lines += "    seen \(evidence)".wrapped(TextPage.width, indent: 9)
      }
      for (place, line) in finding.advice.enumerated() {
        // YAML keeps its indentation.
        lines += "    \(place == 0 ? "do  " : "    ") \(line)".wrapped(TextPage.width, indent: 9)
      }
      lines += "    read \(group.diagnosis.source)".wrapped(TextPage.width, indent: 9)
    }
  }

  /// A line, and one or two more for a pod whose end was bad.
  mutating func addShort(_ row: PodReport, isStrict: Bool, _ glyphs: Glyphs) {
    let pod = PodReportWords(row: row, isStrict: isStrict)
    let used = row.usedSeconds == nil ? "" : "  \(pod.usedOfGrace)"
    let glyph = row.verdict?.kind.glyph(glyphs) ?? glyphs.unknown
    add("\(glyph) \(pod.verdict.padded(12)) \(pod.name)\(used)")
    if row.verdict?.kind.isGood != true {
      lines += "    \(pod.reason)".wrapped(TextPage.width, indent: 4)
    }
  }

  mutating func add(_ row: PodReport, isStrict: Bool) {
    let pod = PodReportWords(row: row, isStrict: isStrict)
    add("\(pod.glyph) \(pod.verdict.padded(12)) \(pod.name)")
    lines +=
      ("    used \(pod.usedOfGrace), \(pod.slack) to spare, in flight \(pod.inFlight), "
      + "signal \(pod.signal)").wrapped(TextPage.width, indent: 4)
    lines += "    by \(pod.evidence): \(pod.reason)".wrapped(TextPage.width, indent: 4)
  }
}

extension String {
  /// With blanks behind it, so many cells wide.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - cellWidth, 0))
  }
}
