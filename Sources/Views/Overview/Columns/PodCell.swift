/// How a cell is drawn from a pod's row.
struct PodCell: Sendable {
  /// Draws it in its part of the row, after those at its left.
  let draw: @Sendable (inout Frame, PodRow, Range<Int>) -> Void

  enum Alignment {
    case left
    case right
  }

  static let empty = PodCell { _, _, _ in }

  /// One text; nil leaves the cell empty.
  static func text(
    _ alignment: Alignment = .left, _ text: @escaping @Sendable (PodRow) -> (String, Role)?
  ) -> PodCell {
    PodCell { frame, row, range in
      guard let (text, role) = text(row) else { return }
      let plain = row.glyphs.plain(text)
      switch alignment {
      case .left:
        frame.write(
          plain.fitted(range.count, mark: row.glyphs.cut), row: row.line,
          column: range.lowerBound, role: role, limit: range.upperBound)
      // A number cut off would be a wrong one.
      case .right: frame.write(plain, row: row.line, before: range.upperBound, role: role)
      }
    }
  }
}
