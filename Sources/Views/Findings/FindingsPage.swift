import ShutdownModel
import Time

/// The findings as lines, and which of them a screen has room for.
struct FindingsPage {
  let list: FindingList
  private(set) var lines: [FindingLine] = []
  /// The lines of each finding.
  private(set) var blocks: [Range<Int>] = []
  /// The screen's rows for them.
  let rows: Range<Int>
  /// The place of the selected finding; nil where there is none.
  let selected: Int?
  /// The line in the first row.
  private(set) var first = 0

  init(
    _ state: State, _ screen: ScreenState, _ size: Frame.Size, _ glyphs: Glyphs = .unicode,
    _ zone: ClockZone = .utc
  ) {
    list = FindingList(state, filter: screen.textFilter)
    let top = size.rows >= 2 ? 1 : 0
    rows = top..<max(size.rows >= 3 ? size.rows - 1 : size.rows, top)
    selected = screen.selectedFinding(in: list)
    if list.entries.isEmpty { lines = [.none(screen)] }
    for entry in list.entries {
      let isOpen = screen.isOpen(entry.id, ofMany: list.entries.count > 1)
      let start = lines.count
      lines += FindingLine.finding(entry, isOpen: isOpen, width: size.columns, glyphs, zone)
      blocks.append(start..<lines.count)
      lines.append(.blank)
    }
    lines += FindingLine.alerts(list, width: size.columns, zone)
    first = min(base(selected) + screen.scroll, most)
  }

  /// How far the first row can be scrolled down.
  var most: Int { max(lines.count - rows.count, 0) }

  /// The line in the first row from which a finding is in view, its beginning at least.
  func base(_ place: Int?) -> Int {
    guard let block = place.map({ blocks[$0] }) else { return 0 }
    return min(block.lowerBound, max(block.upperBound - rows.count, 0))
  }
}

extension ScreenState {
  /// The place of the selected finding, or of the worst.
  func selectedFinding(in list: FindingList) -> Int? {
    list.entries.firstIndex { $0.id == selectedFinding } ?? (list.entries.isEmpty ? nil : 0)
  }

  /// Whether a finding's evidence is shown: that of the only one is, unless it was folded.
  func isOpen(_ id: FindingGroup.ID, ofMany: Bool) -> Bool { showsEvidence[id] ?? !ofMany }

  /// The finding that the user is looking at: the selected one, or in the pod view the worst of the pod.
  func finding(_ state: State) -> (id: FindingGroup.ID, diagnosis: Diagnosis, isOpen: Bool)? {
    if view == .findings {
      let list = FindingList(state, filter: textFilter)
      guard let entry = selectedFinding(in: list).map({ list.entries[$0] }) else { return nil }
      return (entry.id, entry.diagnosis, isOpen(entry.id, ofMany: list.entries.count > 1))
    }
    guard view == .pod, let pod = selection(state).flatMap({ state.pod($0) }),
      let worst = pod.diagnoses.first
    else { return nil }
    let id = FindingGroup.ID(workload: pod.workload, rule: worst.rule)
    return (id, worst, isOpen(id, ofMany: true))
  }

  /// Goes on to the next finding, and line by line through what is longer than the screen; or back.
  mutating func moveInFindings(_ distance: Int, _ state: State, _ size: Frame.Size) {
    let columns = leftColumn > 0 ? 2 * size.columns : size.columns
    let page = FindingsPage(state, self, Frame.Size(rows: size.rows, columns: columns))
    let last = page.blocks.count - 1
    let selected = page.selected ?? 0
    func select(_ place: Int, first: Int) {
      if page.blocks.indices.contains(place) { selectedFinding = page.list.entries[place].id }
      scroll = max(first - page.base(page.selected == nil ? nil : place), 0)
    }
    let isEndInView = last < 0 || page.blocks[selected].upperBound <= page.first + page.rows.count
    if distance == 1, selected < last, isEndInView { return select(selected + 1, first: 0) }
    if distance == -1, page.first <= page.base(page.selected) {
      return select(max(selected - 1, 0), first: 0)
    }
    let first = min(max(page.first + distance, 0), page.most)
    if abs(distance) == 1 { return select(selected, first: first) }
    // A page further on, the one that stands there is meant.
    let atTop = page.blocks.lastIndex { $0.lowerBound <= first } ?? 0
    select(distance > 0 && first == page.most ? last : atTop, first: first)
  }
}

extension Diagnosis {
  /// `pod: 14:02:22.0Z  exit code 137`.
  func evidenceLines(_ zone: ClockZone) -> [String] {
    evidence.map { piece in
      let time = piece.time.map { "\(zone.saidTenths($0))  " } ?? ""
      return "\(piece.source.text): \(time)\(piece.text)"
    }
  }

  var evidenceCount: String {
    "\(evidence.count) observation\(evidence.count == 1 ? "" : "s")"
  }

  /// What of its change is to be copied as it is, YAML mostly; nil where there is no such line.
  var lines: String? {
    let lines = advice.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
