internal import HarmlessText
public import RunReports
internal import ShutdownModel
internal import Views

extension Report {
  /// GitHub's Markdown, for a pull request or a postmortem.
  public var markdown: String {
    var lines: [String] = []
    func escaped(_ text: String) -> String { Markup.markdown(text) }
    lines.append("## lastcall: \(escaped(words.title))")
    lines.append("")
    lines.append("\(escaped(words.time)): **\(escaped(words.outcome))**; \(escaped(words.counts)).")
    if let name { lines += ["", "From \(escaped(name.harmless(limit: 300)))."] }
    for warning in warnings {
      lines += ["", "> Note: \(escaped(warning.harmless(limit: 500)))"]
    }
    let steps = words.doFirst
    if !steps.isEmpty { lines += ["", "### Do first", ""] }
    lines += steps.enumerated().map { place, step in
      "\(place + 1). \(escaped(step.text)) (\(escaped(step.whom)))"
    }
    lines += ["", "| | |", "|---|---|"]
    lines.append("| grace | \(escaped(words.grace)) |")
    lines.append("| how sure | \(escaped(words.sureness)) |")
    lines.append("| grounds | \(words.reasons.map(escaped).joined(separator: "<br>")) |")
    lines.append("| drains | \(escaped(words.drains)) |")
    lines.append("| time to spare | \(escaped(words.leastSlack)) |")
    lines.append("| lost | \(escaped(words.loss)) |")
    lines += findingLines
    if !pods.isEmpty {
      lines += [
        "", "| | pod | verdict | used | grace | to spare | in flight | by | what happened |",
        "|---|---|---|--:|--:|--:|---|---|---|",
      ]
    }
    for row in pods.prefix(Report.mostPods) {
      let pod = PodReportWords(row: row, isStrict: isStrict)
      let cells = [
        pod.glyph, pod.name, pod.verdict, pod.used, pod.grace, pod.slack, pod.inFlight,
        pod.evidence, pod.reason,
      ]
      lines.append("| " + cells.map(escaped).joined(separator: " | ") + " |")
    }
    if pods.count > Report.mostPods {
      lines += ["", "… and \(pods.count - Report.mostPods) more."]
    }
    let moments = MomentWords.all(self)
    guard !moments.isEmpty else { return lines.map { $0 + "\n" }.joined() }
    lines += ["", "<details><summary>Timeline</summary>", "", "| after | what |", "|--:|---|"]
    for moment in moments.prefix(Report.mostMoments) {
      lines.append("| \(moment.offset(self)) | \(escaped(moment.text)) |")
    }
    lines += ["", "</details>"]
    if moments.count > Report.mostMoments {
      lines += ["", "… and \(moments.count - Report.mostMoments) more moments."]
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var findingLines: [String] {
    guard !findings.isEmpty else { return [] }
    var lines = ["", "### Findings"]
    for group in findings {
      let finding = FindingWords(group: group)
      lines += [
        "", "**\(Markup.markdown(finding.heading))**: \(Markup.markdown(finding.sentence))", "",
      ]
      if group.names.count > 1 { lines.append("- on \(Markup.markdown(finding.names))") }
      lines += finding.evidence.map { "- seen \(Markup.markdown($0))" }
      let advice = finding.advice.map { line in
        // YAML keeps its indentation.
        String(repeating: "&nbsp;", count: line.prefix { $0 == " " }.count)
          + Markup.markdown(String(line.drop { $0 == " " }))
      }
      lines.append("- do " + advice.joined(separator: "<br>"))
      lines.append("- read \(group.diagnosis.source)")
    }
    return lines
  }
}
