import ShutdownDiagnosis
import ShutdownModel
import Testing
import Time

@testable import KubernetesObjects
@testable import LogText
@testable import Views

/// The log on the whole screen: what is shown of it, where it stands, and that it stands still.
struct LogViewTests {
  private let size = Frame.Size(rows: 12, columns: 100)

  /// Lines `line 0`, `line 1`, …; every tenth is an error.
  private func state(lines: Int, ring: LogRing = LogRing()) -> State {
    var state = State(
      scope: .namespace(Story.namespace), diagnosing: DiagnosisRules(), log: ring)
    _ = state.apply(Event(time: Story.start, .pod(.ready("web-1"))))
    add(0..<lines, to: &state)
    return state
  }

  private func add(_ lines: Range<Int>, to state: inout State) {
    for number in lines {
      let text = "line \(number)" + (number % 10 == 0 ? " Error" : "")
      let line = LogLine(
        pod: .uid(PodObject.ready("web-1").uid), container: "web", text: text, sign: nil)
      _ = state.apply(Event(time: Story.start, .log(line)))
    }
  }

  /// The view's rows, below the status line.
  private func draw(_ screen: ScreenState, _ state: State) throws -> [String] {
    let screenSize = Frame.Size(rows: size.rows + 1, columns: size.columns)
    let drawn = frame(of: state, screen, try .shipped(), size: screenSize)
    return (1...size.rows).map { drawn.line($0) }
  }

  private func press(_ keys: Key..., on screen: inout ScreenState, _ state: State) throws {
    let keymap = try ScreenContext.shipped().keymap
    for key in keys { _ = screen.apply(key, keymap: keymap, state: state, size: size) }
  }

  @Test func `the heading says which lines are in view, of how many`() throws {
    let state = state(lines: 1500)
    var screen = ScreenState(.log)
    #expect(try draw(screen, state)[0].contains(" lines 1,491-1,500 of 1,500 "))
    screen.filter = "error"
    #expect(try draw(screen, state)[0].contains(" lines 141-150 of 150 found in 1,500 "))
    try press(.up, .up, on: &screen, state)
    #expect(try draw(screen, state)[0].contains(" lines 139-148 of 150 found in 1,500 "))
    #expect(try draw(screen, state)[0].contains(" +2 lines newer, G follows "))
  }

  @Test(arguments: ["", "error", "!error"])
  func `what is looked at stays while lines come, and G follows again`(filter: String) throws {
    var state = state(lines: 300)
    var screen = ScreenState(.log)
    screen.filter = filter
    try press(.up, .up, .up, on: &screen, state)
    let before = try draw(screen, state)
    for count in 1...5 {
      add(300 * count..<300 * (count + 1), to: &state)
      screen.noteLines(state)
      #expect(try draw(screen, state)[1..<11] == before[1..<11])
    }
    try press(.character("G"), on: &screen, state)
    add(1800..<1821, to: &state)
    screen.noteLines(state)
    #expect(try draw(screen, state)[10].contains(filter == "!error" ? "line 1819" : "line 1820"))
  }

  @Test func `what has left memory is gone, and the oldest there is are shown`() throws {
    var state = state(lines: 100, ring: LogRing(entryLimit: 100))
    var screen = ScreenState(.log)
    try press(.character("g"), on: &screen, state)
    #expect(try draw(screen, state)[1].contains("line 0 "))
    add(100..<150, to: &state)
    screen.noteLines(state)
    #expect(try draw(screen, state)[1].contains("line 50 "))
  }

  @Test(arguments: 0..<20)
  func `lines found one after the other are those found at once`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var state = state(lines: 0, ring: LogRing(entryLimit: 60))
    var screen = ScreenState(.log)
    var (past, count) = ([state], 0)
    for _ in 0..<40 {
      let more = Int.random(in: 0...30, using: &random)
      add(count..<count + more, to: &state)
      count += more
      past.append(state)
      if random.percent(30) {
        screen.filter = random.pick(["", "1", "!1", "error", "(", "line \\d$"])
      }
      // Another moment may be looked at.
      let looked = random.percent(30) ? random.pick(past) : state
      screen.noteLines(looked)
      var fresh = screen
      fresh.shownLog = nil
      #expect(try draw(screen, looked) == draw(fresh, looked))
      if random.percent(50) {
        try press(random.pick([.up, .pageUp, .pageDown, .down]), on: &screen, looked)
      }
    }
  }

  @Test func `w wraps long lines, and no character is lost`() throws {
    var state = state(lines: 3)
    let long = (0..<30).map { "word\($0)" }.joined(separator: " ")
    let line = LogLine(
      pod: .uid(PodObject.ready("web-1").uid), container: "web", text: long, sign: nil)
    _ = state.apply(Event(time: Story.start, .log(line)))
    var screen = ScreenState(.log)
    #expect(try !draw(screen, state).joined().contains("word29"))
    try press(.character("w"), on: &screen, state)
    let text = try draw(screen, state)[4...].map { $0.dropFirst(23) }.joined()
    #expect(text.replacing(" ", with: "").contains(long.replacing(" ", with: "")))
    // Each may be scrolled to.
    try press(.character("g"), on: &screen, state)
    #expect(try draw(screen, state)[1].contains("line 0"))
  }

  @Test func `what the filter has found is painted`() throws {
    var screen = ScreenState(.log)
    screen.filter = "E\\w+r$"
    let drawn = frame(of: state(lines: 11), screen, try .shipped(), size: size)
    for row in 2...3 {
      let painted = (0..<size.columns).filter {
        drawn.cells[row * size.columns + $0].role == .match
      }
      let line = Array(drawn.line(row))
      #expect(String(painted.map { line[$0] }) == "Error")
    }
  }

  @Test func `the wheel scrolls the log below the table, which stays where it is until End`() throws
  {
    var state = state(lines: 60)
    var screen = ScreenState()
    let pane = Frame.Size(rows: 24, columns: 100)
    let context = try ScreenContext.shipped()
    func drawn() -> Frame { frame(of: state, screen, context, size: pane) }
    func rows() -> [String] { (0..<pane.rows).map { drawn().line($0) } }
    func turn(_ event: MouseEvent) {
      _ = screen.apply(event, at: Story.start, on: drawn(), state: state, size: pane)
    }
    let heading = try #require(rows().firstIndex { $0.contains("── log ──") })
    let newest = pane.rows - 2
    #expect(rows()[newest].contains("line 59"))
    turn(.wheelUp(row: newest, column: 30))
    turn(.wheelUp(row: heading + 1, column: 30))
    #expect(screen.selectedUID == nil)
    #expect(rows()[newest].contains("line 53"))
    #expect(rows()[heading].contains(" +6 lines newer, end follows "))
    let before = rows()[(heading + 1)...]
    add(60..<94, to: &state)
    screen.noteLines(state)
    #expect(rows()[(heading + 1)...] == before)
    #expect(rows()[heading].contains(" +40 lines newer, end follows "))
    // Over the table it is the table that moves.
    turn(.wheelDown(row: heading - 1, column: 30))
    #expect(screen.selectedUID == PodObject.ready("web-1").uid)
    #expect(rows()[(heading + 1)...] == before)
    try press(.end, on: &screen, state)
    #expect(rows()[newest].contains("line 93"))
    #expect(!rows()[heading].contains("newer"))
    // So does the wheel, when it comes to the newest.
    turn(.wheelUp(row: newest, column: 30))
    turn(.wheelDown(row: newest, column: 30))
    add(94..<100, to: &state)
    screen.noteLines(state)
    #expect(rows()[newest].contains("line 99"))
  }

  @Test func `the oldest lines end the wheel, however often it is turned`() throws {
    let state = state(lines: 60)
    var screen = ScreenState()
    let pane = Frame.Size(rows: 24, columns: 100)
    let context = try ScreenContext.shipped()
    for _ in 0..<50 {
      let drawn = frame(of: state, screen, context, size: pane)
      _ = screen.apply(
        .wheelUp(row: pane.rows - 2, column: 9), at: Story.start, on: drawn, state: state,
        size: pane)
    }
    let drawn = frame(of: state, screen, context, size: pane)
    #expect(drawn.text.contains("line 0 Error"))
    let shown = drawn.text.matches(of: /│ line \d/).count
    #expect(screen.logOffset == 60 - shown)
  }

  @Test func `long lines are scrolled sideways, with a sign where something is left or right`()
    throws
  {
    var state = state(lines: 1)
    let long = (0..<40).map { "word\($0)" }.joined(separator: " ")
    let line = LogLine(
      pod: .uid(PodObject.ready("web-1").uid), container: "web", text: long, sign: nil)
    _ = state.apply(Event(time: Story.start, .log(line)))
    var screen = ScreenState(.log)
    #expect(try draw(screen, state)[2].contains("│ word0 word1 "))
    #expect(try draw(screen, state)[2].hasSuffix("…"))
    try press(.character(">"), .character(">"), on: &screen, state)
    let scrolled = try draw(screen, state)[2]
    #expect(scrolled.contains("│…" + long.dropFirst(16).prefix(40)))
    #expect(scrolled.hasSuffix("…"))
    for _ in 0..<30 { try press(.character(">"), on: &screen, state) }
    #expect(try draw(screen, state)[2].contains("│…" + long.dropFirst(256).prefix(9)))
    #expect(try !draw(screen, state)[2].hasSuffix("…"))
    for _ in 0..<40 { try press(.character("<"), on: &screen, state) }
    #expect(try draw(screen, state)[2].contains("│ word0 word1 "))
    // Wrapped there is nothing left or right.
    try press(.character("w"), .character(">"), on: &screen, state)
    #expect(screen.leftColumn == 0)
  }

  @Test func `what is no expression yet is said where it is typed`() throws {
    var screen = ScreenState(.log)
    let state = state(lines: 3)
    try press(.character("/"), .character("l"), .character("("), on: &screen, state)
    #expect(try draw(screen, state)[11].contains("searched as plain text: has a '(' without a ')'"))
    try press(.character("i"), .character(")"), on: &screen, state)
    #expect(try draw(screen, state)[11].contains("enter keeps it"))
    #expect(try draw(screen, state)[1].contains("line 0"))
  }

  @Test func `late lines of a stream push no verdict out of the overview's log`() {
    var story = Story.ofRunningPod()
    story.pod(0, .ready("web-2"))
    story.delete(10)
    story.log(11, .draining)
    story.end(40.2, ["web": 137])
    for line in 0..<20 {
      story.log(41, nil, written: 5 + Double(line) / 10, uid: "web-2")
    }
    let shown = LogLines(state: story.state, screen: ScreenState()).pane(3, offset: 0)
    #expect(shown.contains { if case .verdict = $0.content { true } else { false } })
    let all = LogLines(state: story.state, screen: ScreenState()).pane(100, offset: 0)
    #expect(all.count == story.state.log.entries.count)
  }
}
