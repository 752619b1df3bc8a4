/// How a terminal is asked to show a desktop notification.
public enum NotificationKind: String, CaseIterable, Sendable {
  /// iTerm2's: a text.
  case osc9
  /// The `notify` extension of urxvt: a title and a text.
  case osc777
  /// kitty's: a title and a text, each encoded.
  case osc99
}

/// The way of a notification to the terminal a person has in front of them.
public struct NotificationRoute: Equatable, Sendable {
  /// What stands between, and has to be asked to let a sequence through.
  public enum Multiplexer: Equatable, Sendable {
    case tmux
    case screen
  }

  public var kind: NotificationKind
  public var multiplexer: Multiplexer?
  /// Whether the terminal reads UTF-8; in another encoding bytes of a letter may be controls.
  public var isUTF8: Bool

  public init(
    _ kind: NotificationKind, through multiplexer: Multiplexer? = nil, isUTF8: Bool = true
  ) {
    self.kind = kind
    self.multiplexer = multiplexer
    self.isUTF8 = isUTF8
  }

  /// The way an environment tells of; nil where there is none.
  ///
  /// - Parameter kind: what the user has set by hand; nil to tell it by the terminal's name.
  public init?(
    environment: [String: String], kind: NotificationKind? = nil, isUTF8: Bool = true
  ) {
    let type = environment["TERM"] ?? ""
    // The console of Linux shows what it does not know of a sequence as text.
    guard !type.isEmpty, type != "dumb", type != "linux", !type.hasPrefix("linux-") else {
      return nil
    }
    let multiplexer = Multiplexer(environment)
    guard let kind = kind ?? NotificationKind(environment, isDirect: multiplexer == nil) else {
      return nil
    }
    self.init(kind, through: multiplexer, isUTF8: isUTF8)
  }
}

extension NotificationRoute.Multiplexer {
  init?(_ environment: [String: String]) {
    let type = environment["TERM"] ?? ""
    if environment.has("TMUX") {
      self = .tmux
    } else if type.hasPrefix("screen") || type.hasPrefix("tmux") {
      // Behind ssh neither says that it is there; tmux is the likelier.
      self = environment.has("STY") ? .screen : .tmux
    } else {
      return nil
    }
  }
}

extension NotificationKind {
  /// What the terminal is known to show.
  ///
  /// foot, Ghostty, WezTerm and Warp read OSC 777; urxvt hands it to an extension, and without one it
  /// does nothing. iTerm2 reads OSC 9, kitty OSC 99. VTE, Konsole, xterm, Alacritty, Windows Terminal
  /// and Terminal.app are asked for nothing.
  ///
  /// - Parameter isDirect: nothing stands between, so that `TERM` and `TERM_PROGRAM` are the
  ///   terminal's own.
  fileprivate init?(_ environment: [String: String], isDirect: Bool) {
    // It shows none and lets none through.
    if environment.has("ZELLIJ") { return nil }
    if isDirect {
      let type = environment["TERM"] ?? ""
      if let found = NotificationKind.byType.first(where: { type.hasPrefix($0.prefix) }) {
        self = found.kind
        return
      }
    }
    if let program = environment["TERM_PROGRAM"], !program.isEmpty,
      program != "tmux", program != "screen"
    {
      guard let kind = NotificationKind.byProgram[program] else { return nil }
      self = kind
      return
    }
    // Windows of another terminal, started from one of these, inherit its variables.
    if isDirect, environment.has("VTE_VERSION") || environment.has("KONSOLE_VERSION") { return nil }
    guard
      let found = NotificationKind.byVariable.first(where: { name, value, _ in
        value.map { environment[name] == $0 } ?? environment.has(name)
      })
    else { return nil }
    self = found.kind
  }

  private static let byType: [(prefix: String, kind: NotificationKind)] = [
    ("xterm-kitty", .osc99), ("xterm-ghostty", .osc777), ("ghostty", .osc777), ("foot", .osc777),
    ("rxvt-unicode", .osc777), ("wezterm", .osc777),
  ]

  private static let byProgram: [String: NotificationKind] = [
    "kitty": .osc99, "ghostty": .osc777, "WezTerm": .osc777, "WarpTerminal": .osc777,
    "iTerm.app": .osc9,
  ]

  /// What survives a multiplexer, and ssh in the case of `LC_TERMINAL`.
  private static let byVariable: [(name: String, value: String?, kind: NotificationKind)] = [
    ("LC_TERMINAL", "iTerm2", .osc9), ("KITTY_WINDOW_ID", nil, .osc99),
    ("GHOSTTY_RESOURCES_DIR", nil, .osc777), ("WEZTERM_PANE", nil, .osc777),
    ("ITERM_SESSION_ID", nil, .osc9),
  ]
}

extension [String: String] {
  fileprivate func has(_ name: String) -> Bool { self[name].map { !$0.isEmpty } ?? false }
}
