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

  init(state: State, screen: ScreenState, size: Frame.Size) {
    let all = OverviewLayout.rows(PodList(state: state, screen: screen).pods, state)
    banners = Banner.all(state)
    let height = size.rows
    var top = height >= 16 && size.columns >= 50 ? 3 : height >= 5 ? 1 : 0
    header = 0..<top
    let bannerRows = height >= 6 ? min(banners.count, max(height / 6, 1)) : 0
    banner = top..<top + bannerRows
    top += bannerRows
    var bottom = height
    footer = height >= 6 ? height - 1 : nil
    if footer != nil { bottom -= 1 }
    heading = bottom - top >= 4 && size.columns >= 30 ? top : nil
    if heading != nil { top += 1 }
    let room = max(bottom - top, 0)
    // The log gets what the table does not need, and a third of the room when that is little.
    let logRows = room >= 9 ? max(room - all.count - 1, room / 3) : 0
    let tableRows = max(room - logRows, 0)
    table = top..<top + tableRows
    if logRows > 1 {
      logHeading = table.upperBound
      log = table.upperBound + 1..<bottom
    } else {
      log = bottom..<bottom
    }
    let selected = screen.selection(state)
    let position =
      all.firstIndex { row in
        if case .pod(let pod) = row { pod.uid == selected } else { false }
      } ?? 0
    let first = OverviewLayout.firstRow(of: all.count, showing: position, in: tableRows)
    rows = Array(all[first..<min(first + tableRows, all.count)])
    hidden = (first, max(all.count - first - tableRows, 0))
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

  private static func rows(_ pods: [Pod], _ state: State) -> [Row] {
    guard state.workloads.count > 1 else { return pods.map { .pod($0) } }
    var rows: [Row] = []
    var last: WorkloadID?
    for pod in pods {
      if pod.workload != last, let workload = state.workload(pod.workload) {
        rows.append(.group(workload))
        last = pod.workload
      }
      rows.append(.pod(pod))
    }
    return rows
  }
}
