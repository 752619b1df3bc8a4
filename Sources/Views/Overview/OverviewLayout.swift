import ShutdownModel

/// Which rows of the overview hold what.
///
/// Header, banners and heading take the same rows at one size, whatever happens.
struct OverviewLayout {
  /// One row of the table.
  enum Row {
    /// The heading of a section's pods.
    case section(PodSection)
    case pod(Pod)
    /// The pods of a section that share a row.
    case rest(PodSection)
  }

  var header: Range<Int>
  var banner: Range<Int>
  var heading: Int?
  var table: Range<Int>
  var logHeading: Int?
  var log: Range<Int>
  var footer: Int?
  /// The section of the table's first row, which stands in the heading.
  var topSection: PodSection?
  /// The table's rows that are in view.
  var rows: [Row]
  /// How many pods are above and below the view.
  var hidden: (above: Int, below: Int)
  /// The selected pod's UID.
  var selected: String?

  init(state: State, screen: ScreenState, size: Frame.Size) {
    let pods = PodList(state: state, screen: screen)
    let height = size.rows
    var top = height >= 16 && size.columns >= 50 ? 2 : height >= 5 ? 1 : 0
    header = 0..<top
    let bannerRows = OverviewLayout.bannerRows(height)
    banner = top..<top + bannerRows
    top += bannerRows
    var bottom = height
    footer = height >= 6 ? height - 1 : nil
    if footer != nil { bottom -= 1 }
    heading = bottom - top >= 4 && size.columns >= ScreenWidth.tiny ? top : nil
    if heading != nil { top += 1 }
    let room = max(bottom - top, 0)
    let all =
      pods.count + pods.sections.count
      + pods.sections.count { !$0.isFolded && !$0.rest.isEmpty }
    // The log gets what the table does not need, and a third of the room when that is little.
    let logRows = room >= 9 ? max(room - all, room / 3) : 0
    let tableRows = max(room - logRows, 0)
    table = top..<top + tableRows
    if logRows > 1 {
      logHeading = table.upperBound
      log = table.upperBound + 1..<bottom
    } else {
      log = bottom..<bottom
    }
    selected = screen.selection(in: pods)
    let place = pods.position(of: selected) ?? 0
    let starts = OverviewLayout.starts(pods)
    let position =
      starts.last { $0.pod <= place && $0.count > 0 }
      .map { $0.row + 1 + place - $0.pod } ?? 0
    let first = OverviewLayout.firstRow(of: all, showing: position, in: tableRows)
    // A section's heading at the top is the table's own, and leaves its row to a pod.
    let isHeading = heading != nil && starts.contains { $0.row == first }
    let from = first + (isHeading ? 1 : 0)
    let window = OverviewLayout.rows(pods, starts, from..<max(min(from + tableRows, all), from))
    topSection = OverviewLayout.section(atRow: first, starts, pods)
    rows = window
    let shown = rows.count { if case .pod = $0 { true } else { false } }
    let above = OverviewLayout.podsAbove(row: first, starts, pods)
    hidden = (above, max(pods.count - above - shown, 0))
  }

  private var pods: [Pod] { rows.compactMap { if case .pod(let pod) = $0 { pod } else { nil } } }

  /// Every pod in view has its verdict.
  var hasOnlyEnded: Bool { !pods.isEmpty && pods.allSatisfy { $0.verdict != nil } }

  /// How many that count as in danger are out of view; a filter that hides some makes it unknown.
  func hiddenInDanger(_ state: State, _ screen: ScreenState) -> Int {
    guard screen.filter.isEmpty else { return 0 }
    let shown = pods.count { $0.isShuttingDown && ($0.danger(at: state.now) ?? .notice) > .notice }
    return DangerCounts(state).inDanger - shown
  }

  /// So many rows are kept for banners, filled or not.
  static func bannerRows(_ height: Int) -> Int {
    height >= 30 ? 3 : height >= 16 ? 2 : height >= 6 ? 1 : 0
  }

  /// The most urgent stay in view for as long as the selection does, too.
  private static func firstRow(of count: Int, showing position: Int, in rows: Int) -> Int {
    guard count > rows, rows > 0 else { return 0 }
    let margin = min(2, rows / 4)
    return min(max(position - rows + 1 + margin, 0), count - rows)
  }

  /// Where a section begins: its own row, and the position of the first pod behind it.
  private struct Start {
    let row: Int
    let pod: Int
    /// How many pods have a row of their own.
    let count: Int
  }

  private static func starts(_ pods: PodList) -> [Start] {
    var starts: [Start] = []
    var (row, pod) = (0, 0)
    for section in pods.sections {
      let count = section.shown.count
      starts.append(Start(row: row, pod: pod, count: count))
      row += 1 + count + (section.isFolded || section.rest.isEmpty ? 0 : 1)
      pod += count
    }
    return starts
  }

  /// The rows in a range of all rows: made only for what is in view.
  private static func rows(_ pods: PodList, _ starts: [Start], _ range: Range<Int>) -> [Row] {
    var rows: [Row] = []
    var section = starts.lastIndex { $0.row <= range.lowerBound } ?? 0
    for row in range {
      while section + 1 < starts.count, starts[section + 1].row <= row { section += 1 }
      guard section < starts.count else { break }
      let start = starts[section]
      let place = row - start.row - 1
      rows.append(
        place < 0
          ? .section(pods.sections[section])
          : place < start.count
            ? .pod(pods[start.pod + place]) : .rest(pods.sections[section]))
    }
    return rows
  }

  private static func section(
    atRow row: Int, _ starts: [Start], _ pods: PodList
  ) -> PodSection? {
    starts.lastIndex { $0.row <= row }.map { pods.sections[$0] }
  }

  private static func podsAbove(row: Int, _ starts: [Start], _ pods: PodList) -> Int {
    guard let start = starts.last(where: { $0.row <= row }) else { return 0 }
    return start.pod + min(max(row - start.row - 1, 0), start.count)
  }
}
