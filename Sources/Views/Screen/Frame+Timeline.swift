import RunReports
import ShutdownModel
import Time

extension Frame {
  /// `▶ 4x  00:12.3 ├────!──●─────┤ 01:04.2`.
  mutating func drawTimeline(_ timeline: Timeline, _ glyphs: Glyphs, row: Int) {
    let length = timeline.range.upperBound - timeline.range.lowerBound
    let passed = timeline.position - timeline.range.lowerBound
    let sign = timeline.isPlaying ? (glyphs.isASCII ? ">" : "▶") : (glyphs.isASCII ? "=" : "‖")
    let text = " \(sign) \(timeline.speedText)  \(passed.timelineText) "
    var column = write(text, row: row, column: 0, role: timeline.isPlaying ? .good : .warning)
    let (other, bad) = glyphs.isASCII ? ("|", "x") : ("┼", "✖")
    let legend = size.columns >= ScreenWidth.roomy ? "  \(other) alert, end  \(bad) bad " : ""
    let right = (timeline.isReplay ? " \(length.timelineText) " : " now ") + legend
    let end = size.columns - right.cellWidth
    write(right, row: row, column: end, role: .quiet)
    guard end - column > 4 else { return }
    add(.seek, row: row, from: column, to: end)
    fill(
      glyphs.horizontal, row: row, from: column, to: end,
      role: timeline.isReplay ? .border : .warning)
    func place(_ time: Instant) -> Int {
      guard length > .zero else { return column }
      let part = (time - timeline.range.lowerBound).seconds / length.seconds
      return column + Int((min(max(part, 0), 1) * Double(end - column - 1)).rounded())
    }
    // The bad ones are drawn last, so that none is covered; what is still to come there is dim.
    for mark in timeline.marks where !mark.isBad {
      write(
        other, row: row, column: place(mark.time),
        role: mark.time > timeline.position ? .border : .label)
    }
    for mark in timeline.marks where mark.isBad {
      write(
        bad, row: row, column: place(mark.time),
        role: mark.time > timeline.position ? .quiet : .critical)
    }
    column = place(timeline.position)
    write(glyphs.isASCII ? "O" : "●", row: row, column: column, role: .strong)
  }
}

extension Timeline {
  /// `1/4x`, `1x`, `64x`, `max`.
  fileprivate var speedText: String {
    if !speed.isFinite { return "max" }
    return speed < 1 ? "1/\(Int(1 / speed))x" : "\(Int(speed))x"
  }
}

extension TimeSpan {
  /// `00:12.3` or `1:02:03.4`.
  fileprivate var timelineText: String {
    let tenths = max(nanoseconds, 0) / 100_000_000
    let (hours, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let text = "\(two(minutes)):\(two(seconds)).\(tenths % 10)"
    return hours > 0 ? "\(hours):\(text)" : text
  }
}
