public import Views

/// What a person did at the terminal, and what the terminal tells of itself.
public enum Input: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// The first line of what was pasted, without control characters; no part of it is ever a key.
  case paste(String)
  /// The window has got the focus, or lost it.
  case focus(Bool)
  /// What the terminal writes on; the screen has the theme for it now.
  case ground(Ground)
}

extension Key {
  /// A key from the character the terminal sent.
  init?(scalar: Unicode.Scalar) {
    switch scalar.value {
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 8, 127: self = .backspace
    case 1...26:
      guard let letter = Unicode.Scalar(scalar.value + 0x60) else { return nil }
      self = .control(letter)
    case 32..<0x7F, 0xA0...: self = .character(scalar)
    default: return nil
    }
  }

  /// What terminals send whatever terminfo says of them: xterm, rxvt, the console, tmux and screen below
  /// each of them, with and without the keypad's mode.
  static let sequences: [[UInt8]: Key] = {
    let texts: [(String, Key)] = [
      ("[A", .up), ("OA", .up), ("[B", .down), ("OB", .down), ("[C", .right), ("OC", .right),
      ("[D", .left), ("OD", .left), ("[H", .home), ("OH", .home), ("[1~", .home), ("[7~", .home),
      ("[F", .end), ("OF", .end), ("[4~", .end), ("[8~", .end), ("[3~", .delete),
      ("[5~", .pageUp), ("[6~", .pageDown), ("[Z", .backTab), ("OM", .enter),
      ("[1;2D", .shiftLeft), ("[1;2C", .shiftRight), ("[d", .shiftLeft), ("[c", .shiftRight),
    ]
    var sequences: [[UInt8]: Key] = [:]
    for (text, key) in texts { sequences[[0x1B] + Array(text.utf8)] = key }
    for (number, code) in [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].enumerated() {
      sequences[[0x1B] + Array("[\(code)~".utf8)] = .function(number + 1)
    }
    for (number, letter) in "PQRS".utf8.enumerated() {
      sequences[[0x1B, UInt8(ascii: "O"), letter]] = .function(number + 1)
      sequences[[0x1B, UInt8(ascii: "["), letter]] = .function(number + 1)
    }
    for (number, letter) in "ABCDE".utf8.enumerated() {
      sequences[[0x1B, UInt8(ascii: "["), UInt8(ascii: "["), letter]] = .function(number + 1)
    }
    return sequences
  }()

  /// The names terminfo has for the keys.
  static let capabilities: [(name: String, key: Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kcbt", .backTab),
      ("kent", .enter), ("kLFT", .shiftLeft), ("kRIT", .shiftRight),
    ] + (1...12).map { ("kf\($0)", .function($0)) }
}
