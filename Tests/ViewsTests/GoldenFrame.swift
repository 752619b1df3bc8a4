import FoundationEssentials
import Testing
import Views

/// A frame as text that can be read in a diff, compared with the one that was recorded.
///
/// First the characters, a line a row, between bars that show the width; then the roles, a letter a
/// cell. A `>` before the roles marks the selected row.
struct GoldenFrame {
  private var frame: Frame

  init(_ frame: Frame) { self.frame = frame }

  var text: String {
    var lines = ["\(frame.size.columns)x\(frame.size.rows)"]
    if let cursor = frame.cursor { lines.append("cursor \(cursor.row) \(cursor.column)") }
    for row in 0..<frame.size.rows { lines.append("\(number(row))|\(frame.line(row))|") }
    lines.append("")
    for row in 0..<frame.size.rows { lines.append(roles(row)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func number(_ row: Int) -> String { row < 10 ? " \(row)" : "\(row)" }

  private func roles(_ row: Int) -> String {
    let cells = frame.cells[row * frame.size.columns..<(row + 1) * frame.size.columns]
    let mark =
      cells.allSatisfy(\.isSelected) ? ">" : cells.contains(where: \.isSelected) ? "?" : "|"
    return "\(number(row))\(mark)\(String(cells.map { GoldenFrame.letter(of: $0.role) }))|"
  }

  private static func letter(of role: Role) -> Character {
    switch role {
    case .plain: "."
    case .strong: "s"
    case .quiet: "q"
    case .border: "-"
    case .title: "T"
    case .label: "l"
    case .key: "k"
    case .good: "g"
    case .busy: "b"
    case .old: "o"
    case .new: "n"
    case .warning: "w"
    case .critical: "c"
    case .lost: "x"
    case .unknown: "?"
    case .gauge: "#"
    case .tail: ":"
    case .empty: "_"
    case .curve: "~"
    case .forecast: "f"
    case .criticalBanner: "C"
    case .warningBanner: "W"
    case .time: "t"
    case .match: "m"
    case .note: "N"
    case .input: "i"
    }
  }

  /// Compares with `Frames/NAME.txt`, or writes it and fails when `RECORD_FRAMES=1` is set.
  func expect(_ name: String, at place: SourceLocation = #_sourceLocation) throws {
    let file = GoldenFrame.folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(name)", sourceLocation: place)
      return
    }
    let recorded = try? String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard let recorded else {
      Issue.record(
        "Tests/ViewsTests/Frames/\(name).txt is missing: `make record` writes it",
        sourceLocation: place)
      return
    }
    guard recorded != text else { return }
    Issue.record(
      """
      Tests/ViewsTests/Frames/\(name).txt is not what is drawn; `make record` writes it anew:
      \(GoldenFrame.difference(recorded, text))
      """, sourceLocation: place)
  }

  /// The lines that differ, as recorded and as drawn.
  private static func difference(_ recorded: String, _ drawn: String) -> String {
    let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let new = drawn.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) {
      let pair = (index < old.count ? old[index] : "", index < new.count ? new[index] : "")
      if pair.0 != pair.1 { lines += ["- \(pair.0)", "+ \(pair.1)"] }
    }
    return lines.joined(separator: "\n")
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Frames")
}
