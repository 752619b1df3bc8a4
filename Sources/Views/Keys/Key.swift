import HarmlessText

/// One key as the terminal reports it.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// A letter with Ctrl, lower case.
  case control(Unicode.Scalar)
  case up, down, left, right, home, end, pageUp, pageDown
  case shiftLeft, shiftRight
  case tab, backTab, enter, escape, backspace, delete
  case function(Int)

  private static let names: [(String, Key)] = [
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
    ("end", .end), ("pgup", .pageUp), ("pgdn", .pageDown), ("tab", .tab), ("shift-tab", .backTab),
    ("shift-left", .shiftLeft), ("shift-right", .shiftRight), ("enter", .enter),
    ("esc", .escape), ("backspace", .backspace), ("delete", .delete), ("space", .character(" ")),
  ]

  /// Reads a name such as `q`, `space`, `ctrl-c` or `f1`; nil for anything else.
  public init?(name: String) {
    if let named = Key.names.first(where: { $0.0 == name }) {
      self = named.1
      return
    }
    let scalars = Array(name.unicodeScalars)
    if scalars.count == 1, scalars[0].isDrawable, scalars[0] != " " {
      self = .character(scalars[0])
    } else if name.hasPrefix("ctrl-"), scalars.count == 6, ("a"..."z").contains(scalars[5]) {
      self = .control(scalars[5])
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...12).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// The name it is read from.
  public var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "ctrl-\(Character(scalar))"
    case .function(let number): "f\(number)"
    default: Key.names.first { $0.1 == self }?.0 ?? "?"
    }
  }

  /// How the footer and the help show it.
  func symbol(_ glyphs: Glyphs) -> String {
    guard !glyphs.isASCII else { return name }
    return switch self {
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .shiftLeft: "⇧←"
    case .shiftRight: "⇧→"
    case .backTab: "⇧tab"
    case .enter: "⏎"
    case .control(let scalar): "^\(Character(scalar).uppercased())"
    case .function(let number): "F\(number)"
    default: name
    }
  }
}
