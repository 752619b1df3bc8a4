internal import CNCurses
public import Views

/// What a person did at the terminal.
public enum Input: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
}

extension Key {
  /// A key from the character the terminal sent.
  init?(scalar code: Int32) {
    switch code {
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 8, 127: self = .backspace
    case 1...26:
      guard let letter = Unicode.Scalar(UInt32(code) + 0x60) else { return nil }
      self = .control(letter)
    default:
      guard code >= 32, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      self = .character(scalar)
    }
  }

  /// A key from the shim's code.
  init?(code: Int32) {
    switch lc_key(UInt32(code)) {
    case LC_UP: self = .up
    case LC_DOWN: self = .down
    case LC_LEFT: self = .left
    case LC_RIGHT: self = .right
    case LC_HOME: self = .home
    case LC_END: self = .end
    case LC_PAGE_UP: self = .pageUp
    case LC_PAGE_DOWN: self = .pageDown
    case LC_ENTER: self = .enter
    case LC_BACKSPACE: self = .backspace
    case LC_DELETE: self = .delete
    case LC_BACK_TAB: self = .tab
    default:
      let number = Int(code) - Int(LC_FUNCTION_1.rawValue) + 1
      guard (1...12).contains(number) else { return nil }
      self = .function(number)
    }
  }
}
