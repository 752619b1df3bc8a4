import Settings
import Testing
import Views

@testable import Terminal

/// Frames on an ncurses that writes into a file: what it holds, never what it sends.
///
/// Serialized, because ncurses is one per process.
@Suite(.serialized)
struct ScreenTests {
  private let output: OutputFile
  private let theme: Theme

  init() throws {
    #expect(useUTF8())
    output = try OutputFile()
    theme = try LoadedSettings(flags: [.theme: "default"], environment: [:]).theme()
  }

  private func open(_ type: String = "xterm-256color") throws -> Screen {
    try Screen(
      type: type, themes: GroundThemes(theme), usesMouse: false, output: output.descriptor,
      requiresTerminal: false)
  }

  private func frame(_ screen: Screen, _ draw: (inout Frame) -> Void) -> Frame {
    var frame = Frame(size: screen.size)
    draw(&frame)
    return frame
  }

  @Test func `the characters stand where the frame has them`() throws {
    let screen = try open()
    let size = screen.size
    screen.show(
      frame(screen) {
        $0.write("╭ lastcall ─", row: 0, column: 0, role: .title)
        $0.write("⣿⣶⣄", row: 1, column: 5, role: .curve)
        $0.write("end", row: size.rows - 1, before: size.columns)
      })
    #expect(screen.text(row: 0, columns: 0..<12) == "╭ lastcall ─")
    #expect(screen.text(row: 1, columns: 4..<9) == " ⣿⣶⣄ ")
    #expect(screen.text(row: size.rows - 1, columns: size.columns - 4..<size.columns) == " end")
  }

  @Test func `every role has the style of its theme, selected or not`() throws {
    let screen = try open()
    for isSelected in [false, true] {
      let shown = frame(screen) {
        for role in Role.allCases {
          $0.write("x", row: 0, column: Int(role.rawValue), role: role)
        }
        if isSelected { $0.select(row: 0) }
      }
      screen.show(shown)
      for role in Role.allCases {
        let column = Int(role.rawValue)
        // The ground of a selected row would hide a bar.
        let style =
          shown.isOfBar(row: 0, column: column)
          ? theme.styleOfBar(of: role) : theme.style(of: role, isSelected: isSelected)
        let cell = screen.cell(row: 0, column: column)
        #expect(cell.attributes == UInt32(style.attributes.rawValue), "\(role)")
        #expect((cell.pair != 0) == (style.foreground != nil || style.background != nil), "\(role)")
        guard cell.pair != 0 else { continue }
        let colours = screen.colours(ofPair: cell.pair)
        #expect(colours.foreground == style.foreground ?? -1, "\(role)")
        #expect(colours.background == style.background ?? -1, "\(role)")
      }
    }
  }

  @Test
  func `a terminal that says it has true colour gets the parts of a colour, if its entry is there`()
    async throws
  {
    let folder = try TerminfoFolder(
      """
      lctest-256color|a terminal of a test, use=xterm-256color,
      lctest-direct|the same with true colour, use=xterm-256color, RGB, initc@, ccc@,
      \tcolors#0x1000000, pairs#0x10000, CO#8,
      \tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,
      \tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,

      """)
    defer { folder.remove() }
    var exact = theme
    exact.styles[.critical] = try Style("#e69f00 on #123456")
    func colours(_ colorTerm: String?) throws -> (foreground: Int, background: Int) {
      let screen = try Screen(
        themes: GroundThemes(exact), usesMouse: false, output: output.descriptor,
        requiresTerminal: false,
        environment: ["TERM": "lctest-256color", "COLORTERM": colorTerm].compactMapValues { $0 })
      screen.show(frame(screen) { $0.write("x", row: 0, column: 0, role: .critical) })
      return screen.colours(ofPair: screen.cell(row: 0, column: 0).pair)
    }
    #expect(try colours("truecolor") == (0xE69F00, 0x123456))
    #expect(try colours(nil) == (178, 23))
  }

  @Test func `a wide character takes two cells and what follows stands behind them`() throws {
    let screen = try open()
    screen.show(frame(screen) { $0.write("a日本b🚀c", row: 0, column: 0, role: .label) })
    #expect(screen.cell(row: 0, column: 0).scalar == 0x61)
    #expect(screen.cell(row: 0, column: 1).scalar == 0x65E5)
    #expect(screen.cell(row: 0, column: 3).scalar == 0x672C)
    #expect(screen.cell(row: 0, column: 5).scalar == 0x62)
    #expect(screen.cell(row: 0, column: 6).scalar == 0x1F680)
    #expect(screen.cell(row: 0, column: 8).scalar == 0x63)
    #expect(screen.cell(row: 0, column: 9).scalar == 0x20)
  }

  @Test func `a character with marks takes one cell, in the style of its place`() throws {
    let screen = try open()
    screen.show(frame(screen) { $0.write("e\u{301}\u{302}x", row: 0, column: 0, role: .critical) })
    let marked = screen.cell(row: 0, column: 0)
    let next = screen.cell(row: 0, column: 1)
    #expect(marked.scalar == 0x65)
    #expect(next.scalar == 0x78)
    #expect(marked.pair == next.pair && marked.attributes == next.attributes)
    // The marks were sent, too.
    let before = output.count
    screen.show(frame(screen) { $0.write("ex", row: 0, column: 0, role: .critical) })
    #expect(output.count > before)
  }

  @Test func `a frame takes the place of the one before`() throws {
    let screen = try open()
    screen.show(frame(screen) { $0.write("日本語日本語", row: 2, column: 1, role: .lost) })
    screen.show(frame(screen) { $0.write("x", row: 2, column: 2, role: .good) })
    #expect(screen.text(row: 2, columns: 0..<14) == "  x           ")
    #expect(screen.cell(row: 2, column: 5).pair == screen.cell(row: 0, column: 0).pair)
  }

  @Test func `only what has changed is sent`() throws {
    let screen = try open()
    let line = String(repeating: "0123456789", count: screen.size.columns / 10)
    func picture(_ number: String) -> Frame {
      frame(screen) {
        for row in 0..<screen.size.rows { $0.write(line, row: row, column: 0) }
        $0.write(number, row: 3, column: 7, role: .strong)
      }
    }
    screen.show(picture("4.1 s"))
    let whole = output.count
    screen.show(picture("4.1 s"))
    let same = output.count - whole
    screen.show(picture("4.0 s"))
    let changed = output.count - whole - same
    #expect(whole > screen.size.rows * line.count)
    #expect(same < 16)
    #expect(changed > same)
    #expect(changed < 64)
    screen.redraw()
    screen.show(picture("4.0 s"))
    #expect(output.count - whole - same - changed > whole / 2)
  }

  @Test func `a frame of another size than the terminal traps nothing`() throws {
    let screen = try open()
    for (rows, columns) in [(1, 1), (200, 300), (0, 0), (5, 1000)] {
      var frame = Frame(size: Frame.Size(rows: rows, columns: columns))
      frame.write("日e\u{301}", row: 0, column: 0)
      frame.write("日e\u{301}", row: rows - 1, before: columns)
      screen.show(frame)
    }
    screen.show(frame(screen) { $0.write("all is well", row: 0, column: 0) })
    #expect(screen.text(row: 0, columns: 0..<11) == "all is well")
  }

  @Test(arguments: ["vt100", "xterm-mono"])
  func `a terminal without colours has the plain theme`(type: String) throws {
    let screen = try open(type)
    screen.show(
      frame(screen) {
        for role in Role.allCases { $0.write("x", row: 0, column: Int(role.rawValue), role: role) }
      })
    for role in Role.allCases {
      let cell = screen.cell(row: 0, column: Int(role.rawValue))
      #expect(cell.pair == 0)
      #expect(
        cell.attributes
          == UInt32(Theme.plain.style(of: role, isSelected: false).attributes.rawValue),
        "\(role)")
    }
  }

  @Test(arguments: ["linux", "ansi"])
  func `a terminal with eight colours shows the theme in them`(type: String) throws {
    let screen = try open(type)
    screen.show(
      frame(screen) {
        for role in Role.allCases {
          $0.write("x", row: 0, column: Int(role.rawValue), role: role)
          $0.write("x", row: 1, column: Int(role.rawValue), role: role)
        }
        $0.select(row: 1)
      })
    let theme = theme.reduced(to: 8)
    for role in Role.allCases {
      for (row, isSelected) in [false, true].enumerated() {
        let style = theme.style(of: role, isSelected: isSelected)
        let cell = screen.cell(row: row, column: Int(role.rawValue))
        #expect((cell.pair != 0) == (style.foreground != nil || style.background != nil), "\(role)")
        #expect((cell.attributes & 4 != 0) == (isSelected && !isBar(role)), "\(role)")
      }
    }
  }

  private func isBar(_ role: Role) -> Bool {
    [.gauge, .tail, .empty, .curve, .forecast].contains(role)
  }

  @Test func `a terminal nobody knows is refused with its name`() throws {
    #expect(throws: ScreenError.unknownType("no-such-terminal")) { try open("no-such-terminal") }
    #expect(throws: ScreenError.notATerminal) {
      try Screen(themes: GroundThemes(.plain), usesMouse: false, output: output.descriptor)
    }
  }
}

extension Screen {
  /// What stands in part of a row; a wide character comes twice.
  func text(row: Int, columns: Range<Int>) -> String {
    var text = ""
    for column in columns {
      text.unicodeScalars.append(Unicode.Scalar(cell(row: row, column: column).scalar) ?? "?")
    }
    return text
  }
}
