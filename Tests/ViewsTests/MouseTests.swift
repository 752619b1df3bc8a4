import ShutdownModel
import Testing
import Time

@testable import Views

/// One press selects, two open; what the wheel does stands with the log.
struct MouseTests {
  private let state = Scene.rollout.state
  private let size = Frame.Size(rows: 24, columns: 80)
  private let start = Instant(seconds: 100)

  /// Presses on rows after so many milliseconds each.
  private func press(
    _ presses: (row: Int, after: Int)..., view: ScreenState.View = .overview
  ) throws -> ScreenState {
    var screen = ScreenState(view)
    var time = start
    for press in presses {
      time = time + .milliseconds(Int64(press.after))
      let shown = frame(of: state, screen, try .shipped(), size: size)
      _ = screen.apply(
        .click(row: press.row, column: 5), at: time, on: shown, state: state, size: size)
    }
    return screen
  }

  /// The rows of pods, or of findings, with what is selected there.
  private func rows(_ view: ScreenState.View) throws -> [(row: Int, selection: Frame.Selection)] {
    let shown = frame(of: state, ScreenState(view), try .shipped(), size: size)
    return (0..<size.rows).compactMap { row in
      guard case .select(let selection) = shown.target(row: row, column: 5)?.action else {
        return nil
      }
      return (row, selection)
    }
  }

  @Test(arguments: [ScreenState.View.overview, .times])
  func `a double click opens the pod, and one click only selects it`(
    view: ScreenState.View
  ) throws {
    let (row, selection) = try #require(try rows(view).dropFirst().first)
    let once = try press((row, 0), view: view)
    #expect(once.view == view)
    #expect(once.selectedUID.map { .pod(uid: $0) } == selection)
    #expect(try press((row, 0), (row, 400), view: view).view == .pod)
    #expect(try press((row, 0), (row, 400), view: view).selectedUID == once.selectedUID)
    let slow = try press((row, 0), (row, 401), view: view)
    #expect(slow.view == view)
    #expect(slow.selectedUID == once.selectedUID)
    // The second of a slow pair may be the first of a quick one.
    #expect(try press((row, 0), (row, 401), (row, 200), view: view).view == .pod)
  }

  @Test func `two rows are no double click, nor is a press between`() throws {
    let pods = try rows(.overview)
    let (first, second) = (pods[0].row, pods[1].row)
    #expect(try press((first, 0), (second, 100)).view == .overview)
    #expect(try press((first, 0), (second, 100), (first, 100)).view == .overview)
    #expect(try press((first, 0), (0, 100), (first, 100)).view == .overview)
  }

  @Test func `a finding is selected by a click, and its evidence opened by two`() throws {
    let findings = try rows(.findings)
    let (row, selection) = try #require(findings.first { $0.selection != findings[0].selection })
    let once = try press((row, 0), view: .findings)
    #expect(once.selectedFinding.map { .finding($0) } == selection)
    #expect(once.finding(state)?.isOpen == false)
    #expect(try press((row, 0), (row, 300), view: .findings).finding(state)?.isOpen == true)
  }
}
