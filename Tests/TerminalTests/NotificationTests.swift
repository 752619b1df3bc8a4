import FoundationEssentials
import Terminal
import Testing

struct NotificationTests {
  private static let tmux: NotificationRoute.Multiplexer = .tmux

  @Test(
    arguments: [
      (["TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"], .osc99),
      (["TERM": "foot"], .osc777), (["TERM": "foot-extra"], .osc777),
      (["TERM": "rxvt-unicode-256color"], .osc777),
      (["TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"], .osc777),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"], .osc777),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], .osc777),
      (["TERM": "wezterm"], .osc777),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "WarpTerminal"], .osc777),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .osc9),
      // Behind ssh.
      (["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"], .osc9),
      (["TERM": "xterm-256color", "KITTY_WINDOW_ID": "3"], .osc99),
    ] as [([String: String], NotificationKind)])
  func `each terminal is asked in the way it knows`(
    environment: [String: String], kind: NotificationKind
  ) {
    #expect(NotificationRoute(environment: environment) == NotificationRoute(kind))
  }

  @Test(arguments: [
    [:], ["TERM": ""], ["TERM": "xterm"], ["TERM": "xterm-256color"], ["TERM": "alacritty"],
    ["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"],
    ["TERM": "xterm-256color", "TERM_PROGRAM": "vscode", "ITERM_SESSION_ID": "w0"],
    ["TERM": "xterm-256color", "VTE_VERSION": "7600", "KITTY_WINDOW_ID": "1"],
    ["TERM": "xterm-256color", "KONSOLE_VERSION": "230800"],
    ["TERM": "xterm-256color", "WT_SESSION": "x"], ["TERM": "xterm-256color", "LC_TERMINAL": "x"],
    ["TERM": "xterm-kitty", "ZELLIJ": "0"], ["TERM": "xterm-256color", "KITTY_WINDOW_ID": ""],
    ["TERM": "tmux-256color", "TMUX": "/tmp/t,1,0"],
    ["TERM": "tmux-256color", "TMUX": "/tmp/t,1,0", "TERM_PROGRAM": "tmux"],
    ["TERM": "screen", "STY": "1.x"],
  ])
  func `a terminal that is not known to show one is asked for none`(
    environment: [String: String]
  ) {
    #expect(NotificationRoute(environment: environment) == nil)
  }

  @Test(arguments: [nil] + NotificationKind.allCases)
  func `no terminal that would show the sequence itself gets one`(kind: NotificationKind?) {
    for type in ["dumb", "linux", "linux-16color", ""] {
      let environment = ["TERM": type, "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "kitty"]
      #expect(NotificationRoute(environment: environment, kind: kind) == nil)
    }
  }

  @Test(
    arguments: [
      (["TMUX": "/tmp/t,1,0", "TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"], .osc99, tmux),
      (
        ["TMUX": "/t", "TERM": "screen", "TERM_PROGRAM": "tmux", "LC_TERMINAL": "iTerm2"], .osc9,
        tmux
      ),
      (["TMUX": "/t", "TERM": "xterm-256color", "GHOSTTY_RESOURCES_DIR": "/g"], .osc777, tmux),
      (["TERM": "tmux-256color", "LC_TERMINAL": "iTerm2"], .osc9, tmux),
      (["TERM": "screen.xterm-256color", "STY": "1.x", "WEZTERM_PANE": "0"], .osc777, .screen),
    ] as [([String: String], NotificationKind, NotificationRoute.Multiplexer)])
  func `through a multiplexer it goes where something tells of the terminal behind`(
    environment: [String: String], kind: NotificationKind,
    multiplexer: NotificationRoute.Multiplexer
  ) {
    #expect(
      NotificationRoute(environment: environment) == NotificationRoute(kind, through: multiplexer))
  }

  @Test(arguments: NotificationKind.allCases)
  func `a kind set by hand needs no terminal that is known`(kind: NotificationKind) {
    #expect(
      NotificationRoute(environment: ["TERM": "xterm"], kind: kind) == NotificationRoute(kind))
    #expect(
      NotificationRoute(environment: ["TERM": "screen-256color"], kind: kind)
        == NotificationRoute(kind, through: .tmux))
  }

  @Test func `the bytes are those of the protocol`() {
    let text = "web-1 is killed in 4.1 s; no stop signal seen"
    #expect(
      written(NotificationRoute(.osc9), text)
        == "\u{1B}]9;lastcall: web-1 is killed in 4.1 s, no stop signal seen\u{1B}\\")
    #expect(
      written(NotificationRoute(.osc777), text)
        == "\u{1B}]777;notify;lastcall;web-1 is killed in 4.1 s, no stop signal seen\u{1B}\\")
    let (title, body) = ("bGFzdGNhbGw=", Data(text.utf8).base64EncodedString())
    #expect(
      written(NotificationRoute(.osc99), text)
        == "\u{1B}]99;i=lastcall:d=0:e=1;\(title)\u{1B}\\"
        + "\u{1B}]99;i=lastcall:p=body:u=2:e=1;\(body)\u{1B}\\")
  }

  @Test func `tmux passes on what has its escapes doubled, screen what ends with a bell`() {
    #expect(
      written(NotificationRoute(.osc9, through: .tmux), "x")
        == "\u{1B}Ptmux;\u{1B}\u{1B}]9;lastcall: x\u{1B}\u{1B}\\\u{1B}\\")
    #expect(
      written(NotificationRoute(.osc777, through: .screen), "x")
        == "\u{1B}P\u{1B}]777;notify;lastcall;x\u{7}\u{1B}\\")
    let both = written(NotificationRoute(.osc99, through: .tmux), "x")
    #expect(both.components(separatedBy: "\u{1B}Ptmux;").count == 3)
  }

  static let hostileTexts = [
    "4;1;100", "4;", "9;4;1;50", ";4;1;50", "\u{1B}]9;4;1;50\u{1B}\\", "\u{1B}]9;4;3\u{7}",
    "a\u{7}b", "a\u{1B}\\b\u{1B}]0;owned\u{7}", "\u{1B}\u{1B}\\\u{1B}\\x\u{1B}c",
    "\u{9C}\u{9D}9;4;1\u{9C}", "\u{90}tmux;\u{9B}2J", "a\nb\r\nc\u{2028}d\u{85}e\u{0}f\u{7F}g",
    "\u{202E}evil\u{200B}\u{FEFF}\u{E0041}\u{E000}", "6;\"macro\"", "$<9999>$<9999*/>",
    "notify;title;body", "i=x:p=close;", String(repeating: "e\u{301}\u{302}", count: 10_000),
    String(repeating: "x", count: 1_000_000), String(repeating: "漢字。", count: 100_000),
    String(repeating: "👩‍👩‍👧‍👦🏳️‍🌈", count: 1000), String(repeating: ";", count: 5000), "",
  ]

  /// What stands between the introducer and the terminator; nil when more than that is a control.
  private func contents(of route: NotificationRoute, _ text: String) throws -> [String] {
    let (begin, end) =
      switch route.multiplexer {
      case nil: ("\u{1B}]", "\u{1B}\\")
      case .tmux: ("\u{1B}Ptmux;\u{1B}\u{1B}]", "\u{1B}\u{1B}\\\u{1B}\\")
      case .screen: ("\u{1B}P\u{1B}]", "\u{7}\u{1B}\\")
      }
    var rest = written(route, text)[...]
    var contents: [String] = []
    while !rest.isEmpty {
      #expect(rest.hasPrefix(begin))
      let first = rest.unicodeScalars.dropFirst(begin.unicodeScalars.count)
      let content = first.prefix {
        !($0.value < 0x20 || 0x7F...0x9F ~= $0.value || 0x2028...0x2029 ~= $0.value)
      }
      let tail = first[content.endIndex...].prefix(end.unicodeScalars.count)
      try #require(String(tail) == end)
      contents.append(String(content))
      rest = Substring(first[tail.endIndex...])
    }
    return contents
  }

  private static let routes = NotificationKind.allCases.flatMap { kind in
    [nil, .tmux, .screen].flatMap { multiplexer in
      [true, false].map { NotificationRoute(kind, through: multiplexer, isUTF8: $0) }
    }
  }

  @Test(arguments: hostileTexts, routes)
  func `a hostile text stays the text of one notification`(
    text: String, route: NotificationRoute
  ) throws {
    let contents = try contents(of: route, text)
    // GNU screen writes on the screen what is longer.
    #expect(contents.allSatisfy { $0.utf8.count < 760 })
    switch route.kind {
    case .osc9:
      #expect(contents.count == 1)
      #expect(contents[0].hasPrefix("9;lastcall: "))
      #expect(contents[0].filter { $0 == ";" }.count == 1)
    case .osc777:
      #expect(contents.count == 1)
      #expect(contents[0].hasPrefix("777;notify;lastcall;"))
      #expect(contents[0].filter { $0 == ";" }.count == 3)
    case .osc99:
      #expect(contents.count == 2)
      for content in contents {
        let parts = content.split(separator: ";", omittingEmptySubsequences: false)
        #expect(parts.count == 3)
        let payload = try #require(Data(base64Encoded: String(parts[2])))
        let shown = String(decoding: payload, as: UTF8.self)
        #expect(shown.unicodeScalars.count <= 201)
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || 0x7F...0x9F ~= $0.value })
      }
    }
    if !route.isUTF8 { #expect(contents.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }) }
  }

  @Test func `a long text ends with an ellipsis, and one in Chinese is as long in bytes`() {
    let long = written(NotificationRoute(.osc9), String(repeating: "x", count: 300))
    #expect(long.contains(String(repeating: "x", count: 200) + "…\u{1B}\\"))
    let short = written(NotificationRoute(.osc9), String(repeating: "漢", count: 100))
    #expect(short.contains(String(repeating: "漢", count: 100) + "\u{1B}\\"))
    let wide = written(NotificationRoute(.osc9), String(repeating: "漢", count: 300))
    #expect(wide.contains(String(repeating: "漢", count: 166) + "…\u{1B}\\"))
  }

  private func written(_ route: NotificationRoute, _ text: String) -> String {
    String(decoding: route.bytes(text), as: UTF8.self)
  }
}
