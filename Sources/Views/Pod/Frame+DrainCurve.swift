import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The drain as a curve over time, with its deadline as a line, and below it the axis with what happened.
  mutating func drawCurve(
    _ pod: Pod, _ state: State, rows: Range<Int>, columns area: Range<Int>, _ glyphs: Glyphs
  ) {
    let columns = area.lowerBound + 6..<max(area.upperBound - 1, area.lowerBound + 7)
    let rows = rows.lowerBound..<max(rows.upperBound - 1, rows.lowerBound)
    guard !rows.isEmpty else { return }
    let chart = DrainChart(
      pod: pod, now: state.now, cone: state.forecastCone(of: pod), columns: columns.count,
      rows: rows.count)
    let edge = columns.lowerBound - 1
    for (index, row) in rows.enumerated() {
      fill(glyphs.vertical, row: row, from: edge, to: edge + 1, role: .border)
      if let label = chart.label(row: index) { write(label, row: row, before: edge, role: .quiet) }
      if let deadline = chart.deadlineColumn {
        fill(
          glyphs.now, row: row, from: columns.lowerBound + deadline,
          to: columns.lowerBound + deadline + 1, role: .critical)
      }
      for column in 0..<columns.count {
        guard let (scalar, isForecast) = chart.cell(row: index, column: column, glyphs) else {
          continue
        }
        if isForecast, column == chart.deadlineColumn { continue }
        let place = columns.lowerBound + column
        fill(scalar, row: row, from: place, to: place + 1, role: isForecast ? .forecast : .curve)
      }
    }
    if let deadline = chart.deadlineColumn, let row = rows.first {
      let place = columns.lowerBound + deadline + 1
      if place + 8 < area.upperBound {
        write(" SIGKILL", row: row, column: place, role: .critical)
      } else {
        write("SIGKILL ", row: row, before: place - 1, role: .critical)
      }
    }
    drawAxis(of: pod, chart, row: rows.upperBound, columns: columns, at: state.now, glyphs)
  }

  /// `└deleted──SIGTERM──5s─────now────10s──`: what has no room is left out, round seconds first.
  private mutating func drawAxis(
    of pod: Pod, _ chart: DrainChart, row: Int, columns: Range<Int>, at now: Instant,
    _ glyphs: Glyphs
  ) {
    fill(
      glyphs.horizontal, row: row, from: columns.lowerBound, to: columns.upperBound, role: .border)
    write(glyphs.bottomLeft, row: row, column: columns.lowerBound - 1, role: .border)
    var marks: [(time: Instant, text: String, role: Role)] = []
    let shutdown = pod.shutdown
    let begin = shutdown?.barBegin
    if pod.phase < .exited { marks.append((now, "now", .strong)) }
    if let begin { marks.append((begin, "deleted", .label)) }
    if let signalAt = shutdown?.signalAt {
      marks.append((signalAt, shutdown?.signal ?? "drain", .label))
    }
    if let endedAt = pod.endedAt { marks.append((endedAt, "ended", .label)) }
    if let begin {
      let length = (chart.range.end - begin).seconds
      let step = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600].first {
        Double($0) / max(length, 1) * Double(columns.count) >= 9
      }
      for seconds in stride(from: step ?? 0, to: Int(max(length, 0)), by: step ?? 1)
      where seconds > 0 {
        marks.append(
          (begin + .seconds(Double(seconds)), TimeSpan.seconds(Double(seconds)).short, .quiet))
      }
    }
    var taken: [Range<Int>] = []
    for mark in marks {
      guard let column = chart.column(of: mark.time, in: columns.count) else { continue }
      let text = glyphs.plain(mark.text)
      let start = columns.lowerBound + max(min(column, columns.count - text.cellWidth), 0)
      let range = start - 1..<start + text.cellWidth
      guard !taken.contains(where: { $0.overlaps(range) }) else { continue }
      taken.append(range)
      write(text, row: row, column: start, role: mark.role, limit: columns.upperBound)
    }
  }
}
