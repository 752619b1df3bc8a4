/// Where the table's columns stand at a width: what matters less goes first when it is narrow.
struct ColumnPlaces {
  /// The columns that are shown, from left to right.
  private(set) var all: [(column: Column, range: Range<Int>)] = []

  /// Cells before the first column: the pointer, and the sign of what the row has to say.
  private static let margin = 3
  private static let gap = 2

  /// How many cells a pod's name has: by the screen alone, so that no column moves when pods come and go.
  static func nameWidth(_ screen: Int, _ state: ScreenState) -> Int {
    if state.showsFullNames { return screen >= ScreenWidth.roomy ? 40 : max(screen / 3, 8) }
    return screen >= ScreenWidth.wide ? 12 : screen >= ScreenWidth.narrow ? 10 : 8
  }

  init(_ columns: [Column] = Column.all, screen: Int, nameWidth: Int) {
    let wishes = columns.enumerated().flatMap { index, column in
      column.wishes(screen, nameWidth).map { (index: index, wish: $0) }
    }
    // Behind the last column no gap is needed.
    var room = screen - ColumnPlaces.margin + ColumnPlaces.gap
    var widths: [Int: Int] = [:]
    for (index, wish) in wishes.sorted(by: { $0.wish.turn < $1.wish.turn }) {
      let had = widths[index].map { $0 + ColumnPlaces.gap } ?? 0
      let free = room + had - ColumnPlaces.gap - wish.leaving
      let width = wish.turn == 0 ? wish.width.upperBound : min(wish.width.upperBound, free)
      guard width >= wish.width.lowerBound else { continue }
      widths[index] = width
      room -= width + ColumnPlaces.gap - had
    }
    var next = ColumnPlaces.margin
    for (index, column) in columns.enumerated() {
      guard let width = widths[index] else { continue }
      // On the narrowest screens the later column takes the place of the one before it.
      let start = max(min(next, screen - width), ColumnPlaces.margin)
      if let last = all.indices.last { all[last].range = all[last].range.clamped(to: 0..<start) }
      all.append((column, start..<max(min(start + width, screen), start)))
      next += width + ColumnPlaces.gap
    }
  }

  /// Where a column stands; nil when it is not shown.
  func range(of column: Column) -> Range<Int>? { range(ofID: column.id) }

  func range(ofID id: String) -> Range<Int>? { all.first { $0.column.id == id }?.range }
}
