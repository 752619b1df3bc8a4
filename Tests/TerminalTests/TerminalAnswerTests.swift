import CLibrary
import Settings
import Testing
import Views

@testable import Terminal

extension ScreenTests {
  /// What a real terminal is asked and told, and what it answers.
  @Suite(.serialized)
  struct TerminalAnswerTests {
    private let terminal: PseudoTerminal
    private let themes: GroundThemes

    init() throws {
      #expect(useUTF8())
      terminal = try PseudoTerminal(rows: 10, columns: 40)
      themes = try LoadedSettings(flags: [.theme: "auto"], environment: [:]).themes()
    }

    private func open(
      _ type: String = "xterm-256color", themes: GroundThemes = GroundThemes(.plain),
      environment: [String: String] = [:]
    ) throws -> Screen {
      let screen = try Screen(
        type: type, themes: themes, usesMouse: true, output: terminal.program,
        requiresTerminal: false, environment: environment)
      screen.resize()
      return screen
    }

    private func written() -> String { String(decoding: terminal.take(), as: UTF8.self) }

    private static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
    private static let attributes = "\u{1B}[?64;1;2;6;22c"

    /// The colours of a role, as the screen has them.
    private func isDrawn(_ screen: Screen, in theme: Theme) -> Bool {
      var frame = Frame(size: screen.size)
      for role in Role.allCases {
        frame.write("x", row: 0, column: Int(role.rawValue), role: role)
      }
      screen.show(frame)
      return Role.allCases.allSatisfy { role in
        let style = theme.style(of: role, isSelected: false)
        let cell = screen.cell(row: 0, column: Int(role.rawValue))
        return cell.attributes == UInt32(style.attributes.rawValue)
          && (cell.pair != 0) == (style.foreground != nil || style.background != nil)
          && (cell.pair == 0
            || screen.colours(ofPair: cell.pair) == (style.foreground ?? -1, style.background ?? -1))
      }
    }

    @Test(arguments: [("rgb:ffff/ffff/ffff", Ground.light), ("rgb:0000/0000/0000", .dark)])
    func `a terminal that answers at once has its theme from the first frame on`(
      colour: String, ground: Ground
    ) throws {
      terminal.type("\u{1B}]11;\(colour)\u{1B}\\\(Self.attributes)q")
      let screen = try open(themes: themes)
      #expect(written().contains(Self.question))
      #expect(!screen.awaitsGround)
      #expect(isDrawn(screen, in: themes[ground]))
      #expect(screen.read() == .key(.character("q")))
      #expect(screen.read() == nil)
    }

    @Test func `before the answer stands a theme for any ground, then the one for this`() throws {
      let screen = try open(themes: themes)
      #expect(screen.awaitsGround)
      #expect(isDrawn(screen, in: themes.unknown))
      // In pieces, with a key between the two answers.
      let answer = "\u{1B}]11;rgb:fdfd/f6f6/e3e3\u{1B}\\"
      for byte in answer.unicodeScalars {
        #expect(screen.read() == nil)
        terminal.type(String(byte))
      }
      #expect(screen.read() == .ground(.light))
      terminal.type("j\(Self.attributes)")
      #expect(screen.read() == .key(.character("j")))
      #expect(screen.read() == nil)
      #expect(isDrawn(screen, in: themes.light))
    }

    @Test func `a terminal that answers only what it is leaves the word to the environment`()
      throws
    {
      terminal.type(Self.attributes)
      let screen = try open(themes: themes, environment: ["COLORFGBG": "0;15"])
      #expect(!screen.awaitsGround)
      #expect(isDrawn(screen, in: themes.light))
      #expect(screen.read() == nil)
      // The answer comes through something that was slow: it counts.
      terminal.type("\u{1B}]11;rgb:0/0/0\u{7}")
      #expect(screen.read() == .ground(.dark))
      #expect(isDrawn(screen, in: themes.dark))
    }

    @Test func `a terminal that answers nothing is given up, and drawn for any ground`() throws {
      let screen = try open(themes: themes)
      while screen.awaitsGround { #expect(screen.read() == nil) }
      #expect(isDrawn(screen, in: themes.unknown))
    }

    @Test func `the environment's word is taken when nothing answers`() throws {
      let screen = try open(themes: themes, environment: ["COLORFGBG": "15;0"])
      #expect(isDrawn(screen, in: themes.unknown))
      var told: Input?
      while screen.awaitsGround { told = screen.read() }
      #expect(told == .ground(.dark))
      #expect(isDrawn(screen, in: themes.dark))
    }

    @Test(arguments: ["linux", "vt100", "ansi", "dumb"])
    func `a terminal without modes gets none and is asked nothing`(type: String) throws {
      do {
        let screen = try open(type, themes: themes)
        screen.setTitle("web")
        #expect(!screen.copy("web"))
        screen.show(Frame(size: screen.size))
      }
      let written = written()
      for sequence in ["]11;", "[c", "?2004", "?1004", "?1000", "?2026", "]2;", "]52;", "[22;0t"] {
        #expect(!written.contains("\u{1B}\(sequence)"), "\(sequence)")
      }
    }

    @Test func `one theme for all grounds asks nothing, and an answer changes nothing`() throws {
      let screen = try open()
      #expect(!written().contains("]11;"))
      terminal.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}q")
      #expect(screen.read() == .key(.character("q")))
    }

    @Test func `a paste comes as its first line, and nothing of it as a key`() throws {
      let screen = try open()
      #expect(written().contains("\u{1B}[?2004h"))
      terminal.type("j\u{1B}[200~q\u{3}one\nq\u{1B}[201~qq\u{1B}[201~")
      #expect(screen.read() == .key(.character("j")))
      #expect(screen.read() == .paste("q one"))
      #expect(screen.read() == nil)
      usleep(60_000)
      terminal.type("k")
      #expect(screen.read() == .key(.character("k")))
    }

    @Test func `the focus is told`() throws {
      let screen = try open()
      #expect(written().contains("\u{1B}[?1004h"))
      terminal.type("\u{1B}[O\u{1B}[I")
      #expect(screen.read() == .focus(false))
      #expect(screen.read() == .focus(true))
    }

    @Test func `a frame is sent between the marks of one picture, and nothing for the same`() throws
    {
      let screen = try open()
      var frame = Frame(size: screen.size)
      screen.show(frame)
      _ = terminal.take()
      frame.write("2 in danger", row: 3, column: 2)
      screen.show(frame)
      let sent = written()
      #expect(sent.hasPrefix("\u{1B}[?2026h"))
      #expect(sent.hasSuffix("\u{1B}[?2026l"))
      #expect(sent.contains("danger"))
      screen.show(frame)
      #expect(!written().contains("2026"))
    }

    @Test func `the title is sent when it changes, without what does anything`() throws {
      let screen = try open()
      _ = terminal.take()
      screen.setTitle("‼4s web")
      #expect(written() == "\u{1B}[22;0t\u{1B}]2;‼4s web\u{1B}\\")
      screen.setTitle("‼4s web")
      #expect(written().isEmpty)
      screen.setTitle("a\u{7}b\u{1B}\\c\u{9C}d\n\(String(repeating: "x", count: 5000))")
      let sent = written()
      #expect(sent.hasPrefix("\u{1B}]2;a b \\c d xxx"))
      #expect(sent.hasSuffix("…\u{1B}\\"))
      #expect(sent.utf8.count < 330)
    }

    @Test func `a text goes to the clipboard as it is, or not at all`() throws {
      let screen = try open()
      _ = terminal.take()
      #expect(screen.copy("web-1\n\u{1B}]"))
      #expect(written() == "\u{1B}]52;c;d2ViLTEKG10=\u{1B}\\")
      #expect(!screen.copy(String(repeating: "x", count: 75_001)))
      #expect(written().isEmpty)
    }

    @Test func `a text reaches the clipboard through what stands between`() throws {
      let text = String(repeating: "x", count: 3000)
      let direct = try #require(Clipboard.bytes(text, through: nil))
      let tmux = try #require(Clipboard.bytes(text, through: .tmux))
      let content = String(decoding: direct, as: UTF8.self).dropLast(2)
      #expect(
        String(decoding: tmux, as: UTF8.self)
          == "\(content)\u{1B}\\\u{1B}Ptmux;\u{1B}\(content)\u{1B}\u{1B}\\\u{1B}\\")
      let screen = String(
        decoding: try #require(Clipboard.bytes(text, through: .screen)), as: UTF8.self)
      let pieces = screen.components(between: "\u{1B}P", and: "\u{1B}\\")
      #expect(pieces.allSatisfy { $0.utf8.count <= 500 })
      #expect(pieces.joined() == content + "\u{7}")
    }

    @Test(arguments: [
      "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?64;1c", "\u{1B}]11;rgb:ff",
      "\u{1B}[200~rm -rf x\n",
    ])
    func `what was on its way when the screen is left is not typed at the shell`(
      bytes: String
    ) throws {
      do {
        let screen = try open(themes: themes)
        if bytes.hasPrefix("\u{1B}[200~") {
          terminal.type("\(Self.attributes)\u{1B}[200~")
          #expect(screen.read() == nil)
        }
        terminal.type(bytes)
      }
      #expect(terminal.waitingInput() == 0)
    }

    @Test func `whatever was switched on is switched off when the screen is left`() throws {
      do {
        let screen = try open(themes: themes)
        screen.show(Frame(size: screen.size))
        screen.setTitle("web")
        let on = written()
        #expect(on.openModes == [1049, 2004, 1004, 1000, 1006, 1])
        screen.suspend()
        let off = on + written()
        #expect(off.openModes == [])
        #expect(off.titleDepth == 0)
        screen.resume()
        screen.show(Frame(size: screen.size))
        screen.setTitle("web")
        let again = written()
        #expect(again.openModes == on.openModes)
        #expect(again.titleDepth == 1)
      }
      let end = written()
      #expect(end.openModes == [])
      #expect(end.titleDepth == -1)
      // A terminal without a stack of titles has none of ours left.
      #expect(end.contains("\u{1B}]2;\u{1B}\\\u{1B}[23;0t"))
    }
  }
}

extension String {
  /// The private modes that have been switched on and not off again, but for those that are on anyway:
  /// the cursor, and the wrapping of lines.
  var openModes: Set<Int> {
    var modes: Set<Int> = []
    for match in matches(of: /\u{1B}\[\?([0-9;]+)([hl])/) {
      for mode in match.1.split(separator: ";").compactMap({ Int($0) }) {
        if match.2 == "h" { modes.insert(mode) } else { modes.remove(mode) }
      }
    }
    return modes.subtracting([7, 12, 25])
  }

  /// How many titles have been put on the stack and not been taken from it.
  var titleDepth: Int {
    matches(of: /\u{1B}\[22;0t/).count - matches(of: /\u{1B}\[23;0t/).count
  }

  fileprivate func components(between begin: String, and end: String) -> [String] {
    split(separator: begin).map { String($0).replacing(end, with: "") }
  }
}
