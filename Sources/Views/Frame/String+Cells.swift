import HarmlessText

extension String {
  /// How many cells the text takes when it is drawn.
  public var cellWidth: Int {
    unicodeScalars.reduce(0) { $0 + ($1.isDrawable ? $1.cellWidth : 1) }
  }

  /// The text in at most so many cells, with a mark at the end where it was cut.
  package func fitted(_ width: Int, mark: String = "…") -> String {
    guard cellWidth > width else { return self }
    guard width > 0 else { return "" }
    var text = ""
    var used = 0
    for scalar in unicodeScalars {
      let wide = scalar.isDrawable ? scalar.cellWidth : 1
      if used + wide > width - 1 { break }
      text.unicodeScalars.append(scalar)
      used += wide
    }
    return text + mark
  }

  /// In at most so many cells: of its clauses those between the first and the last go first, then the last; a cut
  /// is the last resort.
  ///
  /// - Parameter keepsLast: false where the clauses stand in the order of their weight.
  func fittedByClause(_ width: Int, mark: String, keepsLast: Bool = true) -> String {
    var clauses = split(separator: "; ").map(String.init)
    func text() -> String { clauses.joined(separator: "; ") }
    while clauses.count > 1, text().cellWidth > width {
      clauses.remove(at: keepsLast ? max(clauses.count - 2, 1) : clauses.count - 1)
    }
    return text().fitted(width, mark: mark)
  }

  /// Cut to a width in its middle, for both ends of a name tell it apart.
  func cutInTheMiddle(_ width: Int, mark: String) -> String {
    guard cellWidth > width, width > 4 else { return fitted(width, mark: mark) }
    let tail = String(suffix((width - 1) / 2))
    return fitted(width - tail.cellWidth, mark: mark) + tail
  }

  /// In lines of at most so many cells, broken between words; the first keeps its own indent.
  package func wrapped(_ width: Int, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    let margin = String(repeating: " ", count: indent)
    func flush() {
      while line.last == " " { line.removeLast() }
      lines.append(line)
      line = margin
      used = indent
    }
    for (place, word) in split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if place > 0 {
        if used < width {
          line += " "
          used += 1
        }
        let isAtStart = line.allSatisfy { $0 == " " } && !lines.isEmpty
        if used + String(word).cellWidth > width, !isAtStart { flush() }
      }
      for scalar in word.unicodeScalars {
        let wide = scalar.isDrawable ? scalar.cellWidth : 1
        if used + wide > width { flush() }
        line.unicodeScalars.append(scalar)
        used += wide
      }
    }
    flush()
    return lines
  }

  /// A line of advice in lines of at most so many cells.
  ///
  /// One of YAML keeps its indentation, and what goes on of its comment is a comment.
  func wrappedAdvice(_ width: Int) -> [String] {
    let lead = String(prefix { $0 == " " })
    let text = String(dropFirst(lead.count))
    guard !text.isEmpty else { return [""] }
    let comment = lead.isEmpty ? nil : text.firstRange(of: "# ")
    let room = Swift.max(width - lead.count - (comment == nil ? 0 : 2), 8)
    let parts = text.wrapped(room, indent: 0)
    var passed = 0
    let start = comment.map { text.distance(from: text.startIndex, to: $0.lowerBound) } ?? .max
    return parts.map { part in
      defer { passed += part.count + 1 }
      return lead + (passed > start ? "# " : "") + part
    }
  }
}
