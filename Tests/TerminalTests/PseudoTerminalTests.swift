import Testing
import Views

@testable import Terminal

extension ScreenTests {
  /// What needs a real terminal: its size, and the keys.
  @Suite(.serialized)
  struct PseudoTerminalTests {
    private let terminal: PseudoTerminal

    init() throws {
      #expect(useUTF8())
      terminal = try PseudoTerminal(rows: 10, columns: 40)
    }

    private func open(usesMouse: Bool = false) throws -> Screen {
      let screen = try Screen(
        type: "xterm-256color", themes: GroundThemes(.plain), usesMouse: usesMouse,
        output: terminal.program, requiresTerminal: false)
      // Sizes in the environment, if there are any, were taken before the terminal's.
      screen.resize()
      terminal.drain()
      return screen
    }

    @Test func `the screen takes over the size of its terminal`() throws {
      let screen = try open()
      #expect(screen.size == Frame.Size(rows: 10, columns: 40))
      for (rows, columns) in [(5, 20), (30, 100), (1, 1), (10, 40)] {
        terminal.resize(rows: rows, columns: columns)
        screen.resize()
        #expect(screen.size == Frame.Size(rows: rows, columns: columns))
        var frame = Frame(size: screen.size)
        frame.write("█", row: rows - 1, before: columns, role: .critical)
        screen.show(frame)
        #expect(terminal.drain() > 0)
        #expect(screen.cell(row: rows - 1, column: columns - 1).scalar == 0x2588)
      }
    }

    @Test func `keys are read as they are typed`() throws {
      let screen = try open()
      screen.show(Frame(size: screen.size))
      terminal.drain()
      #expect(screen.read() == nil)
      terminal.type("q語/\t\r\u{7F}\u{3}\u{1A} ")
      let keys: [Key] = [
        .character("q"), .character("語"), .character("/"), .tab, .enter, .backspace, .control("c"),
        .control("z"), .character(" "),
      ]
      #expect(keys.indices.map { _ in screen.read() } == keys.map { .key($0) })
      #expect(screen.read() == nil)
    }

    @Test func `keys that send a sequence are read as one`() throws {
      let screen = try open()
      screen.show(Frame(size: screen.size))
      terminal.drain()
      terminal.type("\u{1B}OA\u{1B}OB\u{1B}OD\u{1B}OC\u{1B}[5~\u{1B}[6~\u{1B}OH\u{1B}OF")
      terminal.type("\u{1B}[3~\u{1B}OP\u{1B}[21~\u{1B}[Z")
      let keys: [Key] = [
        .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .delete, .function(1),
        .function(10), .backTab,
      ]
      #expect(keys.indices.map { _ in screen.read() } == keys.map { .key($0) })
    }

    @Test func `a notification is sent between two frames and leaves them as they are`() throws {
      let screen = try open()
      var frame = Frame(size: screen.size)
      frame.write("before", row: 2, column: 3)
      screen.show(frame)
      terminal.drain()
      let route = NotificationRoute(.osc777)
      screen.notify("web-1 is killed $<5000>", by: route)
      #expect(terminal.take() == route.bytes("web-1 is killed $<5000>"))
      #expect(screen.text(row: 2, columns: 0..<10) == "   before ")
      // Nothing is to be sent for the same picture, and the cursor is where it was.
      screen.show(frame)
      #expect(terminal.take().count < 16)
    }

    @Test func `escape alone is a key`() throws {
      let screen = try open()
      terminal.type("\u{1B}")
      #expect(screen.read() == .key(.escape))
    }

    @Test func `the mouse selects and scrolls`() throws {
      let screen = try open(usesMouse: true)
      screen.show(Frame(size: screen.size))
      terminal.drain()
      for (sequence, event) in [
        ("\u{1B}[<0;6;4M", MouseEvent.click(row: 3, column: 5)),
        ("\u{1B}[<64;1;1M", .wheelUp(row: 0, column: 0)),
        ("\u{1B}[<65;1;1M", .wheelDown(row: 0, column: 0)),
      ] {
        terminal.type(sequence)
        #expect(screen.read() == .mouse(event))
      }
      #expect(screen.read() == nil)
    }
  }
}
