internal import HarmlessText
internal import OutputLines
public import RunReports
internal import ShutdownModel
internal import Views

extension Array where Element == Report {
  /// One page that needs nothing besides itself: no script, no font, no picture, no network.
  ///
  /// Its content security policy forbids whatever is not in it, should an escape ever be missing.
  public var html: String {
    let title = first.map { "lastcall: \($0.words.title)" } ?? "lastcall"
    let more = count > 1 ? " and \(count - 1) more" : ""
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(Markup.escaped(title + more))</title>
      <style>
      \(Stylesheet.text)
      </style>
      </head>
      <body>
      <main>
      \(enumerated().map { ReportArticle($0.element, number: $0.offset + 1).html }.joined())</main>
      <footer>Made by lastcall. Times are the cluster's, UTC. A count in flight is the last look at \
      the pod, and its age stands beside it.</footer>
      </body>
      </html>

      """
  }
}

/// The part of the page that is about one run.
struct ReportArticle {
  let report: Report
  private let number: Int
  private var words: ReportWords { report.words }

  init(_ report: Report, number: Int) {
    self.report = report
    self.number = number
  }

  /// So many pods and moments are drawn; a browser would not like ten thousand curves.
  static let mostBars = 500
  static let mostCurves = 120
  static let mostRows = 2000
  static let mostMoments = 2000

  var html: String {
    "<article aria-labelledby=\"run-\(number)\">\n" + heading + cards + findings + timeline + table
      + curves
      + moments + "</article>\n"
  }

  private func escaped(_ text: String) -> String { Markup.escaped(text) }

  private var heading: String {
    var text = "<h1 id=\"run-\(number)\">\(escaped(words.title))</h1>\n"
    text += "<p>\(escaped(words.time)): <strong>\(escaped(words.outcome))</strong></p>\n"
    var sources: [String] = []
    if let name = report.name { sources.append("From \(name.harmless(limit: 300))") }
    if let program = report.program {
      sources.append("recorded by \(program.harmless(limit: 300))")
    }
    if !sources.isEmpty {
      text += "<p class=\"quiet\">\(escaped(sources.joined(separator: ", ")))</p>\n"
    }
    for warning in report.warnings {
      text += "<p class=\"warning\">\(escaped(warning.harmless(limit: 500)))</p>\n"
    }
    return text
  }

  private var cards: String {
    func card(_ label: String, _ lines: [String], _ kind: String = "card") -> String {
      "<dl class=\"\(kind)\"><dt>\(label)</dt>"
        + lines.map { "<dd>\(escaped($0))</dd>" }.joined() + "</dl>\n"
    }
    let steps = words.doFirst.enumerated().map { place, step in
      "\(place + 1). \(step.text) (\(step.whom))"
    }
    return "<div class=\"cards\">\n"
      + (steps.isEmpty ? "" : card("Do first", steps, "card wide"))
      + card("Grace period", [words.grace], "card wide") + card("Pods", [words.counts])
      + card("Drains, from request to end", [words.drains])
      + card("Time to spare in a grace period", [words.leastSlack]) + card("Lost", [words.loss])
      + card("How sure", [words.sureness] + words.reasons, "card wide") + "</div>\n"
  }

  private var findings: String {
    guard !report.findings.isEmpty else { return "" }
    var text = "<h2>Findings</h2>\n"
    for group in report.findings {
      let finding = FindingWords(group: group)
      text += "<section class=\"finding\">\n<h3 class=\"\(finding.role.name)\">"
      text += "\(escaped(finding.heading))</h3>\n<p>\(escaped(finding.sentence))</p>\n<ul>"
      if group.names.count > 1 { text += "<li>on \(escaped(finding.names))</li>" }
      text += finding.evidence.map { "<li>seen \(escaped($0))</li>" }.joined()
      text += "</ul>\n<pre>\(escaped(finding.advice.joined(separator: "\n")))</pre>\n"
      text += "<p class=\"quiet\">\(escaped(group.diagnosis.source))</p>\n</section>\n"
    }
    return text
  }

  private var timeline: String {
    guard let picture = TimelinePicture(report, pods: report.pods.prefix(ReportArticle.mostBars))
    else { return "" }
    return "<h2>From request to end</h2>\n" + TimelinePicture.legend
      + "<div class=\"scroll\">\(picture.svg)</div>\n"
      + left(report.pods.count - ReportArticle.mostBars, "pods")
  }

  private var table: String {
    guard !report.pods.isEmpty else { return "" }
    var text = "<h2>Verdicts</h2>\n<div class=\"scroll\"><table>\n<thead><tr>"
    for name in [
      "Verdict", "Pod", "Used", "Grace", "To spare", "In flight at the last poll", "Signal", "By",
      "What happened",
    ] {
      let kind = ["Used", "Grace", "To spare"].contains(name) ? " class=\"number\"" : ""
      text += "<th scope=\"col\"\(kind)>\(name)</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in report.pods.prefix(ReportArticle.mostRows) {
      let pod = PodReportWords(row: row, isStrict: report.isStrict)
      text += "<tr><td class=\"verdict \(pod.role.name)\">\(pod.glyph) \(escaped(pod.verdict))</td>"
      text += "<td class=\"name\">\(escaped(pod.name))</td>"
      for number in [pod.used, pod.grace, pod.slack] {
        text += "<td class=\"number\">\(escaped(number))</td>"
      }
      text += "<td class=\"note\">\(escaped(pod.inFlight))</td>"
      text += "<td class=\"note\">\(escaped(pod.signal))</td>"
      text += "<td>\(escaped(pod.evidence))</td>"
      text += "<td class=\"reason\">\(escaped(pod.reason))</td></tr>\n"
    }
    return text + "</tbody></table></div>\n"
      + left(report.pods.count - ReportArticle.mostRows, "pods")
  }

  private var curves: String {
    let drawn = report.pods.lazy.compactMap { DrainPicture($0, report) }
      .prefix(ReportArticle.mostCurves)
    let pictures = Array(drawn)
    guard !pictures.isEmpty else { return "" }
    let measured = report.pods.count { !$0.samples.isEmpty }
    return "<h2>Drain curves: in flight over time</h2>\n<div class=\"curves\">\n"
      + pictures.map(\.figure).joined() + "</div>\n"
      + left(measured - ReportArticle.mostCurves, "curves")
  }

  private var moments: String {
    let moments = MomentWords.all(report)
    guard !moments.isEmpty else { return "" }
    var text = "<details><summary>What happened, in order (\(moments.count))</summary>\n<ol>\n"
    for moment in moments.prefix(ReportArticle.mostMoments) {
      let datetime = moment.time.told.map { " datetime=\"\($0)\"" } ?? ""
      text += "<li><time class=\"after\"\(datetime)>"
      text += "\(moment.offset(report))</time>"
      text += "<span class=\"\(moment.role.name)\">\(escaped(moment.text))</span></li>\n"
    }
    return text + "</ol>\n" + left(moments.count - ReportArticle.mostMoments, "moments")
      + "</details>\n"
  }

  private func left(_ count: Int, _ what: String) -> String {
    count > 0 ? "<p class=\"quiet\">… and \(count) more \(what); -o json has them all.</p>\n" : ""
  }
}
