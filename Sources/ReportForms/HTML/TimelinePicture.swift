import KubernetesObjects
import RunReports
import ShutdownModel
import Time
import Views

/// A bar for each pod from the request to its end, with the deadline marked.
struct TimelinePicture {
  private let rows: [(pod: PodReport, words: PodReportWords)]
  private let runEnd: Instant
  private let axis: TimeAxis

  private static let rowHeight = 26.0
  private static let left = 250.0
  private static let width = 1000.0
  /// Room behind the longest bar for its verdict.
  private static let right = 120.0

  /// Nil when no pod was on its way out.
  init?(_ report: Report, pods: some Collection<PodReport>) {
    // In the order they were asked, as a rollout goes.
    rows = pods.sorted { ($0.begin, $0.pod.pod) < ($1.begin, $1.pod.pod) }
      .map { ($0, PodReportWords(row: $0, isStrict: report.isStrict)) }
    guard let first = rows.first?.pod.begin else { return nil }
    runEnd = max(report.endedAt ?? first, first)
    let ends = rows.flatMap { [$0.pod.lastKnownEnd, $0.pod.killAt] }.compactMap { $0 }
    let isOpen = rows.contains { $0.pod.lastKnownEnd == nil }
    let end = (ends + (isOpen ? [runEnd] : [])).max() ?? runEnd
    axis = TimeAxis(
      first...max(first, end), left: TimelinePicture.left,
      width: TimelinePicture.width - TimelinePicture.left - TimelinePicture.right)
  }

  var svg: String {
    let height = Double(rows.count) * TimelinePicture.rowHeight + 28
    var text =
      "<svg class=\"timeline\" viewBox=\"0 0 1000 \(height.tenths)\" role=\"img\" "
      + "aria-label=\"A bar for each pod from the request to its end\">\n"
    for second in axis.ticks(atMost: 8) {
      let x = axis.place(ofSecond: second).tenths
      text += "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"18\" y2=\"\(height.tenths)\"/>"
      text +=
        "<text class=\"axis\" x=\"\(x)\" y=\"12\" text-anchor=\"middle\">\(second.tick)</text>\n"
    }
    for (place, row) in rows.enumerated() {
      text += bar(row.pod, row.words, top: Double(place) * TimelinePicture.rowHeight + 24)
    }
    return text + "</svg>"
  }

  static let legend = """
    <ul class="legend">
    <li><svg viewBox="0 0 24 12" aria-hidden="true"><rect class="wait-bar" width="24" height="12" \
    rx="2"/></svg>asked, no signal seen yet</li>
    <li><svg viewBox="0 0 24 12" aria-hidden="true"><rect class="drain-bar" width="24" height="12" \
    rx="2"/></svg>from the signal to the end</li>
    <li><svg viewBox="0 0 24 12" aria-hidden="true"><line class="deadline" x1="12" x2="12" y1="0" \
    y2="12"/></svg>SIGKILL, at the end of the grace period</li>
    </ul>

    """

  private func bar(_ pod: PodReport, _ words: PodReportWords, top: Double) -> String {
    let middle = (top + 13).tenths
    let title =
      "\(words.name): \(words.verdict), used \(words.used) of \(words.grace), in flight "
      + "\(words.inFlight)"
    var text = "<g><title>\(Markup.escaped(title))</title>"
    let name = Markup.escaped(words.name.fitted(30))
    text += "<text class=\"name\" x=\"0\" y=\"\(middle)\">\(name)</text>"
    let end = pod.lastKnownEnd ?? max(runEnd, pod.begin)
    let signal = pod.signalAt.map { min(max($0, pod.begin), end) }
    text += rect("wait-bar", from: pod.begin, to: signal ?? end, top: top)
    if let signal { text += rect("drain-bar", from: signal, to: end, top: top) }
    if pod.lastKnownEnd == nil { text += rect("open-bar", from: pod.begin, to: end, top: top) }
    var behind = axis.place(end)
    if let kill = pod.killAt {
      let x = axis.place(kill)
      let (upper, lower) = ((top + 1).tenths, (top + 19).tenths)
      text += "<line class=\"deadline\" x1=\"\(x.tenths)\" x2=\"\(x.tenths)\" "
      text += "y1=\"\(upper)\" y2=\"\(lower)\"/>"
      if pod.killMayBeLaterBy > .zero {
        let later = axis.place(kill + pod.killMayBeLaterBy).tenths
        text += "<line class=\"later\" x1=\"\(x.tenths)\" x2=\"\(later)\" "
        text += "y1=\"\((top + 10).tenths)\" y2=\"\((top + 10).tenths)\"/>"
      }
      behind = max(behind, x)
    }
    text += "<text class=\"\(words.role.name)\" x=\"\((behind + 8).tenths)\" y=\"\(middle)\">"
    return text + "\(words.glyph) \(Markup.escaped(words.verdict))</text></g>\n"
  }

  private func rect(_ kind: String, from: Instant, to: Instant, top: Double) -> String {
    let (start, end) = (axis.place(from), axis.place(to))
    return "<rect class=\"\(kind)\" x=\"\(start.tenths)\" y=\"\((top + 3).tenths)\" "
      + "width=\"\(max(end - start, 1).tenths)\" height=\"14\" rx=\"2\"/>"
  }
}

extension PodReport {
  /// The request, or the first sight of a shutdown that nobody asked for.
  var begin: Instant { askedAt ?? seenAt }
}
