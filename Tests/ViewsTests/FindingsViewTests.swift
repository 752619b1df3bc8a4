import ShutdownModel
import Testing

@testable import KubernetesObjects
@testable import Views

/// Findings are walked through, opened and copied one by one.
struct FindingsViewTests {
  private let state = Scene.rollout.state
  private let size = Frame.Size(rows: 24, columns: 100)

  private func draw(_ screen: ScreenState, _ size: Frame.Size? = nil) throws -> [String] {
    let drawn = frame(of: state, screen, try .shipped(), size: size ?? self.size)
    return (0..<drawn.size.rows).map { drawn.line($0) }
  }

  @discardableResult
  private func press(_ keys: Key..., on screen: inout ScreenState) throws -> ScreenEffect {
    let keymap = try ScreenContext.shipped().keymap
    return keys.map { screen.apply($0, keymap: keymap, state: state, size: size) }.last ?? .none
  }

  private func selected(_ lines: [String]) -> String? {
    lines.first { $0.hasPrefix("▸") }?.firstMatch(of: /R\d\d/).map { String($0.0) }
  }

  @Test func `of many findings the evidence is folded, and Enter opens that of the selected one`()
    throws
  {
    let findings = state.findings()
    try #require(findings.count > 2)
    var screen = ScreenState(.findings)
    #expect(selected(try draw(screen)) == findings[0].diagnosis.rule)
    let evidence = try #require(findings[1].diagnosis.evidence.first).text.prefix(30)
    #expect(try !draw(screen).joined().contains(evidence))
    try press(.down, .enter, on: &screen)
    #expect(selected(try draw(screen)) == findings[1].diagnosis.rule)
    #expect(try draw(screen).joined().contains(evidence))
    try press(.enter, on: &screen)
    #expect(try !draw(screen).joined().contains(evidence))
    #expect(try draw(screen).joined().contains(findings[1].diagnosis.evidenceCount))
  }

  @Test func `that of an only finding is open`() throws {
    var screen = ScreenState(.findings)
    let finding = state.findings()[0]
    screen.filter = finding.diagnosis.rule
    #expect(FindingList(state, filter: screen.textFilter).entries.count == 1)
    let text = try #require(finding.diagnosis.evidence.first).text.prefix(30)
    #expect(try draw(screen).joined().contains(text))
    try press(.enter, on: &screen)
    #expect(try !draw(screen).joined().contains(text))
  }

  @Test(arguments: [8, 12, 24, 40])
  func `going down comes past every finding and every line, and going up returns`(rows: Int) throws
  {
    let size = Frame.Size(rows: rows, columns: 80)
    let keymap = try ScreenContext.shipped().keymap
    let rules = state.findings().map(\.diagnosis.rule)
    var screen = ScreenState(.findings)
    for finding in state.findings() { screen.showsEvidence[finding.id] = true }
    let all = FindingsPage(state, screen, screen.viewSize(size)).lines.map(\.text)
    let start = try draw(screen, size)
    var (passed, seen): ([String], Set<String>) = ([], [])
    for _ in 0..<all.count {
      let lines = try draw(screen, size)
      if let rule = selected(lines), passed.last != rule { passed.append(rule) }
      for text in all where lines.contains(where: { $0.contains(text) }) { seen.insert(text) }
      _ = screen.apply(.down, keymap: keymap, state: state, size: screen.viewSize(size))
    }
    #expect(passed == rules)
    #expect(all.filter { !seen.contains($0) && !$0.isEmpty } == [])
    let end = try draw(screen, size)
    _ = screen.apply(.character("G"), keymap: keymap, state: state, size: screen.viewSize(size))
    #expect(try draw(screen, size) == end)
    for _ in 0..<all.count {
      _ = screen.apply(.up, keymap: keymap, state: state, size: screen.viewSize(size))
    }
    #expect(try draw(screen, size) == start)
    _ = screen.apply(.character("G"), keymap: keymap, state: state, size: screen.viewSize(size))
    _ = screen.apply(.character("g"), keymap: keymap, state: state, size: screen.viewSize(size))
    #expect(try draw(screen, size) == start)
    // A page at a time, too.
    var paged: Set<String> = []
    for _ in 0..<all.count {
      let lines = try draw(screen, size)
      for text in all where lines.contains(where: { $0.contains(text) }) { paged.insert(text) }
      _ = screen.apply(.pageDown, keymap: keymap, state: state, size: screen.viewSize(size))
    }
    #expect(paged == seen)
  }

  @Test func `y copies the lines of the selected finding's fix, without their indentation`() throws
  {
    for (place, finding) in state.findings().enumerated() {
      var screen = ScreenState(.findings)
      for _ in 0..<place { try press(.down, on: &screen) }
      let diagnosis = finding.diagnosis
      let lines = diagnosis.advice.split(separator: "\n").filter { $0.hasPrefix("  ") }
      let text =
        lines.isEmpty ? diagnosis.advice : lines.map { $0.dropFirst(2) }.joined(separator: "\n")
      #expect(
        try press(.character("y"), on: &screen)
          == .copy(text, name: "the fix of \(diagnosis.rule)"))
    }
  }

  @Test func `in the pod view y copies the lines of its fix, else the name`() throws {
    var kinds: Set<String> = []
    for pod in state.pods {
      var screen = ScreenState(.pod)
      screen.selectedUID = pod.uid
      let fix = (pod.diagnoses.first?.advice ?? "").split(separator: "\n")
        .filter { $0.hasPrefix("  ") }
      let effect = try press(.character("y"), on: &screen)
      if let rule = pod.diagnoses.first?.rule, !fix.isEmpty {
        let text = fix.map { $0.dropFirst(2) }.joined(separator: "\n")
        #expect(effect == .copy(text, name: "the fix of \(rule)"))
        kinds.insert("fix")
      } else {
        #expect(effect == .copy(pod.object.name, name: pod.object.name))
        kinds.insert("name")
      }
      screen.view = .overview
      let inTable = try press(.character("y"), on: &screen)
      #expect(inTable == .copy(pod.object.name, name: pod.object.name))
    }
    #expect(kinds == ["fix", "name"])
  }

  @Test func `Enter in the pod view opens the evidence of what is wrong with it`() throws {
    let pod = try #require(state.pods.first { $0.diagnoses.count > 0 })
    var screen = ScreenState(.pod)
    screen.selectedUID = pod.uid
    let tall = Frame.Size(rows: 60, columns: 160)
    let text = try #require(pod.diagnoses[0].evidence.first).text.prefix(40)
    #expect(try !draw(screen, tall).contains { $0.hasPrefix(" SEEN") })
    try press(.enter, on: &screen)
    #expect(try draw(screen, tall).contains { $0.hasPrefix(" SEEN") && $0.contains(text) })
    try press(.enter, on: &screen)
    #expect(try !draw(screen, tall).contains { $0.hasPrefix(" SEEN") })
    #expect(screen.view == .pod)
    screen.selectedUID = try #require(state.pods.first { $0.diagnoses.isEmpty }).uid
    try press(.enter, on: &screen)
    #expect(screen.notice == "no finding about this pod, and so no evidence")
  }

  @Test func `scrolled sideways, the signs are where something is left or right of it`() throws {
    let narrow = Frame.Size(rows: 24, columns: 60)
    for view in [ScreenState.View.findings, .report] {
      var screen = ScreenState(view)
      let before = try draw(screen, narrow)
      let wide = try draw(screen, Frame.Size(rows: 24, columns: 120))
      let keymap = try ScreenContext.shipped().keymap
      _ = screen.apply(.character(">"), keymap: keymap, state: state, size: narrow)
      let lines = try draw(screen, narrow)
      // The status line, the title and the keys stand still; how many lines are below is another number.
      #expect(lines[..<2] == before[..<2])
      #expect(lines[23].prefix(40) == before[23].prefix(40))
      let below = #/[0-9]+ more below /#
      #expect(lines[23].firstMatch(of: below)?.0 == wide[23].firstMatch(of: below)?.0)
      for row in 2..<23 {
        let all = Array(wide[row])
        let (left, right) = (all[..<8], all[68...])
        #expect(lines[row].hasPrefix("…") == left.contains { $0 != " " }, "\(view) \(row)")
        #expect(
          lines[row].hasSuffix("…") == (right.contains { $0 != " " } || all[67] == "…"),
          "\(view) \(row)")
        #expect(lines[row].dropFirst().dropLast() == String(all[9..<67]), "\(view) \(row)")
      }
      for _ in 0..<9 {
        _ = screen.apply(.character("<"), keymap: keymap, state: state, size: narrow)
      }
      #expect(try draw(screen, narrow) == before)
      for _ in 0..<9 {
        _ = screen.apply(.character(">"), keymap: keymap, state: state, size: narrow)
      }
      #expect(screen.leftColumn == 60)
    }
  }
}
