import ShutdownModel

/// Which rows of the overview hold what.
struct OverviewLayout {
  /// One row of the table.
  enum Row {
    /// The heading of a workload's pods.
    case group(Workload)
    case pod(Pod)
  }

  var header: Range<Int>
  var banner: Range<Int>
  var heading: Int?
  var table: Range<Int>
  var logHeading: Int?
  var log: Range<Int>
  var footer: Int?
  /// The table's rows that are in view.
  var rows: [Row]
  /// How many rows of the table are above and below the view.
  var hidden: (above: Int, below: Int)
  var banners: [Banner]
  /// The selected pod's UID.
  var selected: String?

  init(state: State, screen: ScreenState, size: Frame.Size) {
    let pods = PodList(state: state, screen: screen)
    let groups = OverviewLayout.groups(pods, state)
    let all = pods.count + groups.count
    banners = Banner.all(state).enumerated().map { $0 == 0 ? $1 : $1.subdued }
    let height = size.rows
    var top = height >= 16 && size.columns >= 50 ? 3 : height >= 5 ? 1 : 0
    header = 0..<top
    let bannerRows = height >= 6 ? min(banners.count, max(height / 6, 1)) : 0
    banner = top..<top + bannerRows
    top += bannerRows
    var bottom = height
    footer = height >= 6 ? height - 1 : nil
    if footer != nil { bottom -= 1 }
    heading = bottom - top >= 4 && size.columns >= ScreenWidth.tiny ? top : nil
    if heading != nil { top += 1 }
    let room = max(bottom - top, 0)
    // The log gets what the table does not need, and a third of the room when that is little.
    let logRows = room >= 9 ? max(room - all - 1, room / 3) : 0
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
    let position = place + groups.count { $0.first <= place }
    let first = OverviewLayout.firstRow(of: all, showing: position, in: tableRows)
    rows = OverviewLayout.rows(pods, groups, first..<min(first + tableRows, all))
    hidden = (first, max(all - first - tableRows, 0))
  }

  /// The pod shown at a row of the screen.
  func uid(atRow row: Int) -> String? {
    guard table.contains(row), row - table.lowerBound < rows.count,
      case .pod(let pod) = rows[row - table.lowerBound]
    else { return nil }
    return pod.uid
  }

  /// The most urgent stay in view for as long as the selection does, too.
  private static func firstRow(of count: Int, showing position: Int, in rows: Int) -> Int {
    guard count > rows, rows > 0 else { return 0 }
    let margin = min(2, rows / 4)
    return min(max(position - rows + 1 + margin, 0), count - rows)
  }

  /// The workloads that have pods in the list, and the position of the first of each; none when
  /// there is one workload only.
  private static func groups(_ pods: PodList, _ state: State) -> [(first: Int, workload: Workload)]
  {
    guard state.workloads.count > 1 else { return [] }
    var groups: [(first: Int, workload: Workload)] = []
    for position in 0..<pods.count where pods[position].workload != groups.last?.workload.id {
      guard let workload = state.workload(pods[position].workload) else { continue }
      groups.append((position, workload))
    }
    return groups
  }

  /// The rows in a range of all rows: made only for what is in view.
  private static func rows(
    _ pods: PodList, _ groups: [(first: Int, workload: Workload)], _ range: Range<Int>
  ) -> [Row] {
    var rows: [Row] = []
    // Each heading moves what is below it down by one row.
    var above = 0
    for row in range {
      while above < groups.count, groups[above].first + above < row { above += 1 }
      if above < groups.count, groups[above].first + above == row {
        rows.append(.group(groups[above].workload))
      } else {
        rows.append(.pod(pods[row - above]))
      }
    }
    return rows
  }
}
