import HarmlessText
import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText
@testable import Views

/// What holds of every frame, for random states and sizes.
struct FrameLawTests {
  private static let seeds = 0..<10
  private static let edges = [
    (1, 1), (1, 100), (100, 1), (2, 2), (3, 10), (5, 29), (6, 30), (16, 50), (24, 80), (0, 0),
    (0, 5), (5, 0),
  ]

  /// Edges, and random sizes up to 100 rows of 300 columns.
  private static func sizes(_ random: inout SeededGenerator) -> [Frame.Size] {
    let area = [(100, 300), (60, 200), (40, 120), (30, 90), (20, 60)]
    let others = area.dropFirst(Int.random(in: 0...3, using: &random)).prefix(2).map { size in
      (Int.random(in: 1...size.0, using: &random), Int.random(in: 1...size.1, using: &random))
    }
    return (edges + others).map { Frame.Size(rows: $0.0, columns: $0.1) }
  }

  @Test(arguments: seeds)
  func `a frame has all its cells, and no half or control character is in them`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let state = RandomStory.state(&random, seed: seed)
    for size in FrameLawTests.sizes(&random) {
      let context = try ScreenContext.shipped(random.pick([.unicode, .ascii]))
      for view in ScreenState.View.allCases {
        let screen = ScreenState.random(&random, view, state)
        let drawn = frame(of: state, screen, context, size: size)
        #expect(drawn.size == size)
        #expect(drawn.wrongs == [], "\(view) \(size)")
        if context.glyphs.isASCII {
          let foreign = drawn.cells.map(\.scalar).filter { !(0x20..<0x7F ~= $0) }
          #expect(foreign == [], "\(view) \(size)")
          #expect(drawn.marks.isEmpty)
        }
        #expect(drawn == frame(of: state, screen, context, size: size))
      }
    }
  }

  @Test(arguments: seeds)
  func `the selection stays on its pod while rows move`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let context = try ScreenContext.shipped()
    var screen = ScreenState()
    var state = State(scope: .namespace(Story.namespace), diagnosing: DiagnosisRules())
    for event in RandomStory.events(seed: seed) {
      _ = state.apply(event)
      guard let first = state.pods.first else { continue }
      let uid = screen.selectedUID ?? first.uid
      if screen.selectedUID == nil || random.percent(5) {
        screen.selectedUID = random.pick(state.pods).uid
        screen.sort = random.pick(ScreenState.Sort.allCases)
        continue
      }
      guard let pod = state.pod(uid) else { continue }
      let size = Frame.Size(rows: Int.random(in: 6...30, using: &random), columns: 100)
      let drawn = frame(of: state, screen, context, size: size)
      let selected = (0..<size.rows).filter { drawn.cells[$0 * size.columns].isSelected }
      #expect(selected.count == 1)
      for row in selected {
        #expect(drawn.target(row: row, column: 0)?.action == .select(.pod(uid: uid)))
      }
      #expect(selected.allSatisfy { drawn.line($0).hasPrefix("▸") })
      #expect(selected.allSatisfy { drawn.line($0).contains(pod.shortName.prefix(4)) })
    }
  }

  @Test(arguments: seeds)
  func `any keys in any order lead to a frame`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let context = try ScreenContext.shipped()
    let events = RandomStory.events(seed: seed)
    var state = State(scope: .namespace(Story.namespace), diagnosing: DiagnosisRules())
    var screen = ScreenState()
    var size = Frame.Size(rows: 24, columns: 80)
    let keys = context.keymap.keys.values.flatMap { $0 }.sorted { $0.name < $1.name }
    for event in events {
      _ = state.apply(event)
      for _ in 0..<4 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          let row = Int.random(in: -1...size.rows, using: &random)
          let column = Int.random(in: -1...size.columns, using: &random)
          let mouse: MouseEvent = random.pick([
            .wheelUp(row: row, column: column), .wheelDown(row: row, column: column),
            .click(row: row, column: column),
          ])
          let shown = frame(of: state, screen, context, size: size)
          _ = screen.apply(mouse, at: event.time, on: shown, state: state, size: size)
        case 1:
          let key = Key.character(random.pick(["w", "e", "b", "-", "e", "語", "\u{301}", "\u{1B}"]))
          _ = screen.apply(key, keymap: context.keymap, state: state, size: size)
        default:
          _ = screen.apply(random.pick(keys), keymap: context.keymap, state: state, size: size)
        }
      }
      if random.percent(20) { size = random.pick(FrameLawTests.sizes(&random)) }
      if random.percent(10) {
        #expect(frame(of: state, screen, context, size: size).wrongs == [], "\(screen) \(size)")
      }
    }
  }
}

extension Frame {
  /// Cells that break what a frame promises.
  fileprivate var wrongs: [String] {
    var wrongs: [String] = []
    if cells.count != size.rows * size.columns { wrongs.append("\(cells.count) cells") }
    for (index, cell) in cells.enumerated() {
      let column = index % max(size.columns, 1)
      let place = "row \(index / max(size.columns, 1)) column \(column)"
      guard cell.scalar != 0 else {
        let before = column > 0 ? Unicode.Scalar(cells[index - 1].scalar) : nil
        if before?.cellWidth != 2 { wrongs.append("\(place): a right half alone") }
        continue
      }
      guard let scalar = Unicode.Scalar(cell.scalar), scalar.isDrawable, scalar.cellWidth > 0 else {
        wrongs.append("\(place): \(cell.scalar) cannot stand in a cell")
        continue
      }
      let isLast = column == size.columns - 1
      if scalar.cellWidth == 2, isLast || cells[index + 1].scalar != 0 {
        wrongs.append("\(place): a left half alone")
      }
    }
    for (index, marks) in marks {
      if !cells.indices.contains(index) || cells[index].scalar == 0 {
        wrongs.append("marks at \(index), where no character is")
      }
      if marks.count > 4 { wrongs.append("\(marks.count) marks at \(index)") }
    }
    if let cursor, size.rows > 0, size.columns > 0,
      !(0..<size.rows).contains(cursor.row) || !(0..<size.columns).contains(cursor.column)
    {
      wrongs.append("the cursor at \(cursor) is outside")
    }
    return wrongs
  }
}

extension RandomStory {
  /// The state somewhere in a random story, with names and lines no cluster would send.
  fileprivate static func state(_ random: inout SeededGenerator, seed: Int) -> State {
    var state = State(scope: .namespace(Story.namespace), diagnosing: DiagnosisRules())
    let events = events(seed: seed)
    let count = Int.random(in: 0...events.count, using: &random)
    for event in events.prefix(count) { _ = state.apply(event) }
    let time = events.prefix(count).last?.time ?? Story.start
    for number in 0..<Int.random(in: 0...6, using: &random) {
      var object = PodObject.ready("strange-\(number)")
      object.name = text(&random)
      object.owner = OwnerReference(kind: "StatefulSet", name: text(&random), uid: "\(number)")
      if random.percent(50) { object.disruptionReason = text(&random) }
      _ = state.apply(Event(time: time, .pod(object)))
      _ = state.apply(
        Event(
          time: time,
          .event(
            EventObject(
              uid: "\(number)", involvedUID: object.uid, reason: text(&random),
              message: text(&random)))))
      for _ in 0..<5 {
        let line = LogLine(
          pod: .uid(object.uid), container: text(&random), text: text(&random),
          sign: random.pick([nil] + LogSign.allCases))
        _ = state.apply(Event(time: time, .log(line)))
      }
      let input = InputID.logs(text(&random))
      let change: InputObservation.Change = random.pick([
        .lost(text(&random)), .degraded(text(&random)), .discarded(text(&random)),
      ])
      _ = state.apply(Event(time: time, .input(InputObservation(input, change))))
      if random.percent(30) { _ = state.apply(Event(time: time, .commandOutput(text(&random)))) }
    }
    return state
  }

  fileprivate static func text(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "web-", " ", "語", "データ", "한", "🚀", "❤\u{FE0F}", "e\u{301}", "\u{301}", "\u{308}\u{302}",
      "\u{1B}[31m", "\u{7}", "\0", "\n", "\t", "\u{AD}", "\u{200D}", "\u{202E}", "\u{FFFD}", "م",
      "\u{1F468}\u{200D}\u{1F469}", "ｱ", "\u{E0001}", "\u{10FFFF}", "…", "→", "\u{85}",
    ]
    let count = random.pick([0, 1, 3, 10, 60, 300])
    return (0..<count).map { _ in random.pick(pieces) }.joined()
  }
}

extension ScreenState {
  fileprivate static func random(
    _ random: inout SeededGenerator, _ view: View, _ state: State
  ) -> ScreenState {
    var screen = ScreenState(view)
    screen.sort = random.pick(Sort.allCases)
    screen.filter = random.pick([
      "", "", "", "web", "語", "\u{301}", "e", "nothing has this", "!e", "[a-z]+|語", "(", "!(",
    ])
    screen.wrapsLog = random.percent(30)
    if random.percent(80) {
      screen.command?.lines += (0..<30).map { _ in RandomStory.text(&random).harmless() }
      screen.command?.end = random.pick([
        nil, .exited(0), .exited(137), .overran(seconds: 30), .wroteTooMuch(bytes: 1_000_000),
        .notStarted(RandomStory.text(&random)),
      ])
    } else {
      screen.command = nil
    }
    if random.percent(20) { screen.typing = .filter(screen.filter) }
    if random.percent(20) {
      let start = Instant(seconds: 100)
      screen.timeline = Timeline(
        range: start...(start + .seconds(60)), position: start + .seconds(20),
        isReplay: random.percent(50))
    }
    screen.scroll = random.pick([0, 0, 3, 500])
    screen.logOffset = random.pick([0, 0, 2, 5000])
    screen.leftColumn = random.pick([0, 0, 8, 4096])
    for finding in state.findings() where random.percent(30) {
      screen.selectedFinding = finding.id
      screen.showsEvidence[finding.id] = random.percent(70)
    }
    if random.percent(70) { screen.selectedUID = state.pods.randomElement(using: &random)?.uid }
    return screen
  }
}
