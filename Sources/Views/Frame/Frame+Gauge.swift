import ShutdownModel
import Time

/// A bar, before anybody knows how long it is.
struct Gauge {
  /// The filled part, 0 … 1; what lies outside is cut.
  var part: Double
  /// What may be added behind it: the ≤ +2 s of a preStop hook of unknown length.
  var tail = 0.0
}

extension Gauge {
  /// What is left of the time to SIGKILL.
  init(_ running: Countdown.Running) {
    let later = running.mayBeLaterBy ?? .zero
    let total = max((running.total + later).seconds, 0.001)
    self.init(part: running.remaining.seconds / total, tail: later.seconds / total)
  }
}

extension Frame {
  /// Draws a bar in a part of a row, in steps of an eighth of a cell.
  mutating func draw(
    _ gauge: Gauge, row: Int, in columns: Range<Int>, role: Role, _ glyphs: Glyphs
  ) {
    let (part, tail, width) = (gauge.part, gauge.tail, columns.count)
    let eighths = Int((min(max(part, 0), 1) * Double(width * 8)).rounded())
    let tailEnd = Int((min(max(part + tail, 0), 1) * Double(width)).rounded(.up))
    for (cell, place) in columns.enumerated() {
      let filled = min(max(eighths - cell * 8, 0), 8)
      if filled > 0 {
        fill(glyphs.eighth(filled), row: row, from: place, to: place + 1, role: role)
      } else if cell < tailEnd, tail > 0 {
        fill(glyphs.tail, row: row, from: place, to: place + 1, role: .tail)
      } else {
        fill(glyphs.empty, row: row, from: place, to: place + 1, role: .empty)
      }
    }
  }
}
