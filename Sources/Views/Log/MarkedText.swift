import HarmlessText

/// A text with what a filter has found in it.
struct MarkedText {
  let text: String
  /// The parts that were found, in their order.
  let marks: [Range<String.Index>]

  init(_ text: String, _ filter: inout TextFilter) {
    self.text = text
    marks = filter.matches(in: text)
  }

  /// The whole text without so many characters at its start.
  func dropFirst(_ count: Int) -> Substring { text.dropFirst(count) }

  /// The text in parts of so many cells at most; at least one part.
  func parts(cells width: Int) -> [Substring] {
    guard width > 0, text.utf8.count > width else { return [text[...]] }
    var parts: [Substring] = []
    var (start, used) = (text.startIndex, 0)
    for index in text.unicodeScalars.indices {
      let scalar = text.unicodeScalars[index]
      let wide = scalar.isDrawable ? scalar.cellWidth : 1
      if used + wide > width, index > start {
        parts.append(text[start..<index])
        (start, used) = (index, 0)
      }
      used += wide
    }
    parts.append(text[start...])
    return parts
  }

  /// A part of the text, cut where a mark begins or ends.
  fileprivate func runs(of part: Substring) -> [(text: Substring, isMarked: Bool)] {
    var runs: [(text: Substring, isMarked: Bool)] = []
    var start = part.startIndex
    for mark in marks where mark.upperBound > part.startIndex && mark.lowerBound < part.endIndex {
      let (from, to) = (max(mark.lowerBound, start), min(mark.upperBound, part.endIndex))
      if start < from { runs.append((part[start..<from], false)) }
      if from < to { runs.append((part[from..<to], true)) }
      start = to
    }
    if start < part.endIndex { runs.append((part[start...], false)) }
    return runs
  }
}

extension Frame {
  /// Says that a part of a text has been scrolled out of sight to the left.
  mutating func markLeft(
    of text: MarkedText, _ screen: ScreenState, row: Int, column: Int, _ glyphs: Glyphs
  ) {
    guard screen.leftColumn > 0, !text.text.isEmpty else { return }
    write(glyphs.cut, row: row, column: column, role: .quiet)
  }

  /// Writes a part of a marked text up to a column, with a sign where it is cut.
  mutating func write(
    _ part: Substring, of text: MarkedText, row: Int, column: Int, end: Int, role: Role,
    _ glyphs: Glyphs
  ) {
    let runs = text.runs(of: part).map { (glyphs.plain(String($0.text)), $0.isMarked) }
    let isCut = runs.reduce(0) { $0 + $1.0.cellWidth } > end - column
    let limit = isCut ? end - 1 : end
    guard limit >= column, !isCut || limit >= 0 else { return }
    var place = column
    for (run, isMarked) in runs {
      let behind = place + run.cellWidth
      place = write(run, row: row, column: place, role: isMarked ? .match : role, limit: limit)
      if place != behind { break }
    }
    if isCut { write(glyphs.cut, row: row, column: place, role: role) }
  }
}
