import HarmlessText

/// A screenful of characters with roles: what a view makes and the terminal shows.
///
/// Exactly `rows` × `columns` cells. A wide character takes its cell and an empty one behind it; no
/// half of one is ever left. No cell holds a control character.
public struct Frame: Equatable, Sendable {
  /// Rows and columns, never negative.
  public struct Size: Equatable, Sendable {
    public var rows: Int
    public var columns: Int

    /// Makes a size; what is negative counts as zero, what is absurd is cut.
    public init(rows: Int, columns: Int) {
      self.rows = min(max(rows, 0), 1000)
      self.columns = min(max(columns, 0), 1000)
    }
  }

  /// One cell.
  public struct Cell: Equatable, Sendable {
    /// 0 in the cell behind a wide character.
    public var scalar: UInt32
    public var role: Role
    /// It is part of the selected row.
    public var isSelected: Bool

    static let blank = Cell(scalar: 0x20, role: .plain, isSelected: false)
  }

  public private(set) var size: Size
  /// Row by row.
  public private(set) var cells: [Cell]
  /// Combining marks by the index of their cell, at most four each: what a cell of ncurses holds.
  public private(set) var marks: [Int: [UInt32]] = [:]
  /// What a click does, and where; drawn over by what is added later.
  var targets: [Target] = []
  /// How many lines of the view stand below its last row.
  var linesBelow = 0
  /// Where the cursor stands while the user types, as row and column.
  public var cursor: (row: Int, column: Int)?

  /// Makes an empty frame.
  public init(size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.rows * size.columns)
  }

  public static func == (left: Frame, right: Frame) -> Bool {
    left.size == right.size && left.cells == right.cells && left.marks == right.marks
      && left.cursor?.row == right.cursor?.row && left.cursor?.column == right.cursor?.column
  }

  /// Nothing stands in a cell.
  func isBlank(row: Int, column: Int) -> Bool {
    guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else { return false }
    return cells[row * size.columns + column].scalar == 0x20
  }

  /// Adds a blank row at the top.
  mutating func addTopRow() {
    size = Size(rows: size.rows + 1, columns: size.columns)
    cells.insert(contentsOf: Array(repeating: .blank, count: size.columns), at: 0)
    marks = Dictionary(uniqueKeysWithValues: marks.map { ($0.key + size.columns, $0.value) })
    targets = targets.map {
      Target(row: $0.row + 1, columns: $0.columns, action: $0.action)
    }
    cursor = cursor.map { ($0.row + 1, $0.column) }
  }

  /// Adds blank rows at the bottom.
  mutating func addRows(_ count: Int) {
    size = Size(rows: size.rows + count, columns: size.columns)
    cells += Array(repeating: .blank, count: size.rows * size.columns - cells.count)
  }

  /// Writes text and returns the column behind it; what does not fit before `limit` is left out.
  @discardableResult
  public mutating func write(
    _ text: String, row: Int, column: Int, role: Role = .plain, limit: Int? = nil
  ) -> Int {
    guard (0..<size.rows).contains(row), column < size.columns else { return column }
    let end = min(limit ?? size.columns, size.columns)
    var column = column
    for scalar in text.unicodeScalars {
      let isDrawable = scalar.isDrawable
      let width = isDrawable ? scalar.cellWidth : 1
      if width == 0 {
        addMark(scalar, row: row, column: column - 1)
        continue
      }
      guard column + width <= end else { return column }
      if column >= 0 {
        put(isDrawable ? scalar.value : 0xFFFD, width: width, row: row, column: column, role: role)
      }
      column += width
    }
    return column
  }

  /// Writes text so that it ends before a column.
  public mutating func write(_ text: String, row: Int, before column: Int, role: Role = .plain) {
    write(text, row: row, column: column - text.cellWidth, role: role, limit: column)
  }

  /// Fills part of a row with one narrow character.
  public mutating func fill(
    _ scalar: Unicode.Scalar, row: Int, from: Int = 0, to: Int? = nil, role: Role = .plain
  ) {
    guard (0..<size.rows).contains(row) else { return }
    let end = min(to ?? size.columns, size.columns)
    for column in stride(from: max(from, 0), to: end, by: 1) {
      put(scalar.value, width: 1, row: row, column: column, role: role)
    }
  }

  /// Gives every cell of a row a role, whatever stands in it.
  public mutating func paint(row: Int, role: Role, from: Int = 0, to: Int? = nil) {
    guard (0..<size.rows).contains(row) else { return }
    for column in stride(from: max(from, 0), to: min(to ?? size.columns, size.columns), by: 1) {
      cells[row * size.columns + column].role = role
    }
  }

  /// Marks a row as the selected one.
  public mutating func select(row: Int) {
    guard (0..<size.rows).contains(row) else { return }
    for column in 0..<size.columns { cells[row * size.columns + column].isSelected = true }
  }

  private mutating func put(_ scalar: UInt32, width: Int, row: Int, column: Int, role: Role) {
    let index = row * size.columns + column
    // Whatever wide character is hit in its middle goes whole, with its marks.
    if cells[index].scalar == 0, column > 0 {
      cells[index - 1].scalar = 0x20
      if !marks.isEmpty { marks[index - 1] = nil }
    }
    let last = index + width - 1
    if column + width < size.columns, cells[last + 1].scalar == 0 { cells[last + 1].scalar = 0x20 }
    cells[index].scalar = scalar
    cells[index].role = role
    if !marks.isEmpty {
      marks[index] = nil
      marks[last] = nil
    }
    if width == 2 {
      cells[last].scalar = 0
      cells[last].role = role
    }
  }

  private mutating func addMark(_ scalar: Unicode.Scalar, row: Int, column: Int) {
    guard column >= 0, column < size.columns else { return }
    var index = row * size.columns + column
    if cells[index].scalar == 0, column > 0 { index -= 1 }
    guard (marks[index]?.count ?? 0) < 4 else { return }
    marks[index, default: []].append(scalar.value)
  }

  /// Shows rows of a wider frame from a column on, with a sign where something stands left or right of it.
  mutating func show(_ wide: Frame, rows: Range<Int>, from column: Int, mark: String) {
    let left = min(column, max(wide.size.columns - size.columns, 0))
    targets =
      (targets.filter { !rows.contains($0.row) }) + wide.targets.filter { rows.contains($0.row) }
    for row in rows {
      let start = row * wide.size.columns
      let line = wide.cells[start..<start + wide.size.columns]
      let shown = start + left..<start + left + size.columns
      for (index, place) in zip(row * size.columns..<(row + 1) * size.columns, shown) {
        cells[index] = line[place]
        marks[index] = wide.marks[place]
      }
      func stands(in part: Range<Int>) -> Bool { part.contains { line[$0].scalar != 0x20 } }
      // Half a wide character at an edge is covered by the sign.
      if stands(in: start..<shown.lowerBound) { write(mark, row: row, column: 0, role: .quiet) }
      if stands(in: shown.upperBound..<line.endIndex) {
        write(mark, row: row, column: size.columns - 1, role: .quiet)
      }
    }
  }

  /// The characters, a line a row.
  public var text: String {
    (0..<size.rows).map { line($0) }.joined(separator: "\n")
  }

  /// The characters of a row.
  public func line(_ row: Int) -> String {
    var line = ""
    for index in row * size.columns..<(row + 1) * size.columns where cells[index].scalar != 0 {
      line.unicodeScalars.append(Unicode.Scalar(cells[index].scalar) ?? "?")
      for mark in marks[index] ?? [] {
        if let scalar = Unicode.Scalar(mark) { line.unicodeScalars.append(scalar) }
      }
    }
    return line
  }
}
