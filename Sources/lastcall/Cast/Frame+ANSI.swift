import Views

extension Frame {
  /// What a terminal of 256 colours has to be sent to show this frame after another.
  ///
  /// Only cells that differ are sent; nil stands for a terminal that shows something else. Source of
  /// the sequences: ECMA-48, 8.3.14 (CUP), 8.3.117 (SGR).
  func ansi(after shown: Frame?, theme: Theme) -> String {
    let before = shown.flatMap { $0.size == size ? $0 : nil }
    var text = before == nil ? "\u{1B}[0m\u{1B}[2J" : ""
    var sent: Style?
    for row in 0..<size.rows {
      var column = 0
      while column < size.columns {
        guard differs(from: before, row: row, column: column) else {
          column += 1
          continue
        }
        text += "\u{1B}[\(row + 1);\(column + 1)H"
        while column < size.columns, differs(from: before, row: row, column: column) {
          let cell = cells[row * size.columns + column]
          let wanted =
            isOfBar(row: row, column: column)
            ? theme.styleOfBar(of: cell.role)
            : theme.style(of: cell.role, isSelected: cell.isSelected)
          if wanted != sent {
            text += wanted.ansi
            sent = wanted
          }
          text += characters(row: row, column: column)
          column += 1
        }
      }
    }
    return sent == nil ? text : text + "\u{1B}[0m"
  }

  private func differs(from other: Frame?, row: Int, column: Int) -> Bool {
    guard let other else { return true }
    let index = row * size.columns + column
    return cells[index] != other.cells[index] || marks[index] != other.marks[index]
  }

  /// Nothing for the second half of a wide character.
  private func characters(row: Int, column: Int) -> String {
    let index = row * size.columns + column
    guard cells[index].scalar != 0 else { return "" }
    var text = String(Unicode.Scalar(cells[index].scalar).map(Character.init) ?? "?")
    for mark in marks[index] ?? [] {
      if let scalar = Unicode.Scalar(mark) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

extension Style {
  /// The sequence that sets it, whatever was set before.
  fileprivate var ansi: String {
    var codes = ["0"]
    if attributes.contains(.bold) { codes.append("1") }
    if attributes.contains(.dim) { codes.append("2") }
    if attributes.contains(.underline) { codes.append("4") }
    if attributes.contains(.reverse) { codes.append("7") }
    if let foreground { codes.append("38;\(foreground.ansi)") }
    if let background { codes.append("48;\(background.ansi)") }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}

extension Int {
  /// A colour of the palette, or one by its parts.
  fileprivate var ansi: String {
    exactColor.map { "2;\($0 >> 16);\($0 >> 8 & 255);\($0 & 255)" } ?? "5;\(self)"
  }
}
