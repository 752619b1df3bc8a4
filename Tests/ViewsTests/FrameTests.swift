import ShutdownModel
import Testing
import Time
import Views

/// What a person sees, compared cell by cell with what was recorded and looked at.
struct FrameTests {
  private static let sizes = [(80, 24), (120, 36), (200, 60), (40, 12), (10, 3)]

  @Test(arguments: ScreenState.View.allCases, sizes)
  func `a rollout looks as recorded`(view: ScreenState.View, size: (Int, Int)) throws {
    for (glyphs, suffix) in [(Glyphs.unicode, ""), (.ascii, "-ascii")] {
      try expect(.rollout, ScreenState(view), glyphs, size, "rollout-\(view)\(suffix)")
    }
  }

  @Test(
    arguments: [Scene.endings, .hostile, .attached, .nothing], [(80, 24), (120, 36), (200, 60)])
  func `other states look as recorded`(scene: Scene, size: (Int, Int)) throws {
    try expect(scene, ScreenState(), .unicode, size, "\(scene)-overview")
  }

  @Test(arguments: [ScreenState.View.pod, .log], [(80, 24), (120, 36)])
  func `names and lines in all scripts look as recorded`(
    view: ScreenState.View, size: (Int, Int)
  ) throws {
    for (glyphs, suffix) in [(Glyphs.unicode, ""), (.ascii, "-ascii")] {
      try expect(.hostile, ScreenState(view), glyphs, size, "hostile-\(view)\(suffix)")
    }
  }

  @Test(arguments: ["killed", "clean", "unknown", "stuck"])
  func `a pod that has ended looks as recorded`(uid: String) throws {
    var screen = ScreenState(.pod)
    screen.selectedUID = uid
    try expect(.endings, screen, .unicode, (80, 24), "endings-pod-\(uid)")
  }

  @Test func `a pod that runs looks as recorded`() throws {
    var screen = ScreenState(.pod)
    screen.selectedUID = "fp5vg"
    try expect(.rollout, screen, .unicode, (120, 36), "rollout-pod-running")
  }

  @Test(arguments: [ScreenState.View.findings, .report, .command])
  func `what is scrolled sideways looks as recorded`(view: ScreenState.View) throws {
    var screen = ScreenState(view)
    screen.leftColumn = 24
    screen.command?.lines[1] = String(repeating: "0123456789", count: 12)
    try expect(.rollout, screen, .unicode, (80, 24), "sideways-\(view)")
  }

  @Test(arguments: [ScreenState.View.findings, .pod])
  func `opened evidence looks as recorded`(view: ScreenState.View) throws {
    var screen = ScreenState(view)
    let size = Frame.Size(rows: 36, columns: 120)
    _ = screen.apply(.open, state: Scene.rollout.state, size: size)
    try expect(.rollout, screen, .unicode, (120, 36), "evidence-\(view)")
  }

  @Test func `what is typed looks as recorded`() throws {
    var screen = ScreenState()
    screen.filter = "drain"
    screen.typing = .filter("drain")
    screen.sort = .inFlight
    try expect(.rollout, screen, .unicode, (80, 24), "typing-overview")
    screen.view = .log
    screen.typing = .nothing
    screen.filter = "waiting"
    let start = Instant(seconds: 100)
    screen.timeline = Timeline(
      range: start...(start + .seconds(60)), position: start + .seconds(20))
    screen.logOffset = 2
    screen.leftColumn = 8
    try expect(.rollout, screen, .unicode, (80, 24), "filtered-log")
  }

  private func expect(
    _ scene: Scene, _ screen: ScreenState, _ glyphs: Glyphs, _ size: (Int, Int), _ name: String
  ) throws {
    let drawn = frame(
      of: scene.state, screen, try .shipped(glyphs),
      size: Frame.Size(rows: size.1, columns: size.0))
    try GoldenFrame(drawn).expect("\(name)-\(size.0)x\(size.1)")
  }
}

extension ScreenState {
  /// The state at the start, in a view.
  init(_ view: View) {
    self.init()
    self.view = view
    if view == .command { command = .example }
  }
}
