import KubernetesObjects
import ShutdownModel
import Time

extension Frame {
  /// The names of the columns, and behind the first in what order the pods stand.
  mutating func drawHeading(_ places: ColumnPlaces, _ screen: ScreenState, row: Int) {
    for (column, range) in places.all {
      write(
        column.title(width: range.count), row: row, column: range.lowerBound, role: .label,
        limit: range.upperBound)
    }
    guard screen.sort != .urgency, let (column, range) = places.all.first else { return }
    let start = range.lowerBound + column.title(width: range.count).cellWidth
    let texts = [" by \(screen.sort.rawValue)", " \(screen.sort.rawValue)"]
    if let text = texts.first(where: { start + $0.cellWidth <= range.upperBound }) {
      write(text, row: row, column: start, role: .note)
    }
  }

  /// The heading of one workload's pods, where there are several workloads.
  mutating func drawGroup(_ workload: Workload, _ state: State, row: Int, _ glyphs: Glyphs) {
    var column = write("\(glyphs.group) ", row: row, column: 0, role: .border)
    column = write(glyphs.plain(workload.id.text), row: row, column: column, role: .title) + 2
    guard let object = workload.object else { return }
    let text =
      "\(object.updatedReplicas)/\(object.desiredReplicas) updated \(glyphs.dot) "
      + "\(object.availableReplicas) available"
    column = write(text, row: row, column: column, role: .quiet) + 2
    switch workload.rollout {
    case .failed(let reason): write(glyphs.plain(reason), row: row, column: column, role: .critical)
    case .progressing(let what): write(what, row: row, column: column, role: .busy)
    case .complete, .none: break
    }
  }

  /// One pod.
  mutating func draw(_ row: PodRow) {
    if let kind = row.pod.verdict?.kind {
      write(kind.glyph(row.glyphs), row: row.line, column: 0, role: kind.role)
    }
    for (column, range) in row.places.all { column.cell(of: row.pod).draw(&self, row, range) }
  }
}

extension TimeSpan {
  /// As short as it goes: `4s`, `12m`, `3h`.
  var short: String {
    let whole = Int(max(seconds, 0))
    if whole < 120 { return "\(whole)s" }
    return whole < 7200 ? "\(whole / 60)m" : "\(whole / 3600)h"
  }
}
