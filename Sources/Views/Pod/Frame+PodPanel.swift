import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The selected pod beside the log: its curve, why it goes wrong, and what to change.
  mutating func drawPanel(
    _ pod: Pod, _ state: State, rows: Range<Int>, columns: Range<Int>, _ glyphs: Glyphs
  ) {
    write(
      " \(glyphs.plain(pod.object.name).cutInTheMiddle(columns.count - 6, mark: glyphs.cut)) ",
      row: rows.lowerBound, column: columns.lowerBound, role: .title, limit: columns.upperBound - 2)
    let reasons = PodText.reasons(pod, state, width: columns.count - 7)
    let inside = rows.dropFirst()
    let reasonRows = min(reasons.count, inside.count - min(inside.count, 6))
    let curve = inside.dropLast(reasonRows)
    if !pod.samples.isEmpty {
      drawCurve(pod, state, rows: curve, columns: columns, glyphs)
    } else if let row = curve.first {
      write("its work is not measured", row: row, column: columns.lowerBound + 1, role: .quiet)
    }
    for (row, line) in zip(inside.suffix(reasonRows), reasons) {
      write(line.label, row: row, column: columns.lowerBound + 1, role: .label)
      write(
        glyphs.plain(line.text).fitted(columns.count - 7, mark: glyphs.cut), row: row,
        column: columns.lowerBound + 6, role: line.role, limit: columns.upperBound)
    }
  }
}
