/// How a role looks: a colour of the terminal's palette on another, and attributes.
public struct Style: Equatable, Sendable {
  /// Attributes beside colour.
  public struct Attributes: OptionSet, Equatable, Sendable {
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let reverse = Attributes(rawValue: 4)
    public static let underline = Attributes(rawValue: 8)
  }

  /// The terminal's colour, 0 … 255, or one by its parts as of ``Style/exact(_:)``; nil for its default.
  public var foreground: Int?
  public var background: Int?
  public var attributes: Attributes

  /// Makes a style; without arguments, the terminal's own.
  public init(foreground: Int? = nil, background: Int? = nil, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The names of the first sixteen colours, as terminals number them.
  public static let colorNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
    "bright-magenta", "bright-cyan", "bright-white",
  ]

  /// Reads `yellow`, `208 on black bold`, `#e69f00 dim` or `reverse`.
  ///
  /// - Throws: ``StyleError`` that names the word that is wrong.
  public init(_ text: String) throws(StyleError) {
    self.init()
    var isBackground = false
    for word in text.split(separator: " ").map(String.init) {
      switch word {
      case "on": isBackground = true
      case "bold": attributes.insert(.bold)
      case "dim": attributes.insert(.dim)
      case "reverse": attributes.insert(.reverse)
      case "underline": attributes.insert(.underline)
      case "default": isBackground = false
      default:
        guard let color = Style.color(word) else { throw StyleError(word: word) }
        if isBackground { background = color } else { foreground = color }
        isBackground = false
      }
    }
  }

  private static func color(_ word: String) -> Int? {
    if let index = colorNames.firstIndex(of: word) { return index }
    if let number = Int(word), (0...255).contains(number) { return number }
    guard word.hasPrefix("#"), word.count == 7, let rgb = Int(word.dropFirst(), radix: 16) else {
      return nil
    }
    return exact(rgb)
  }

  /// The style on a terminal of so many colours: the nearest of what it has.
  ///
  /// Black, greys and white without a ground of their own become the terminal's own colour: with a few
  /// colours nobody knows which of them can be seen on its ground.
  public func reduced(to colors: Int) -> Style {
    guard colors < 256 else {
      return colors >= Style.direct ? mapColors(\.onDirectTerminal) : mapColors(\.inPalette)
    }
    var style = mapColors(\.inPalette)
    style.foreground = foreground.flatMap { Style.reduce($0, to: colors) }
    style.background = background.flatMap { Style.reduce($0, to: colors) }
    if style.background == nil, [0, 7, 8, 15].contains(style.foreground) { style.foreground = nil }
    return style
  }

  private static func reduce(_ color: Int, to colors: Int) -> Int? {
    guard colors >= 8 else { return nil }
    guard color >= 16 else { return colors >= 16 ? color : color % 8 }
    if color >= 232 { return color < 244 ? (colors >= 16 ? 8 : 0) : 7 }
    let cube = color - 16
    let parts = [cube / 36, cube / 6 % 6, cube % 6]
    let (least, most) = (parts.min() ?? 0, parts.max() ?? 0)
    guard most > 0 else { return 0 }
    // What is nearer to the strongest part than to the weakest gives the hue: pink is a red.
    let bits = parts.enumerated().reduce(0) { bits, part in
      bits | (part.element * 2 >= most + least ? 1 << part.offset : 0)
    }
    return bits + (colors >= 16 && most >= 4 ? 8 : 0)
  }
}

/// A word of a style that is no colour and no attribute.
public struct StyleError: Error, Equatable, Sendable, CustomStringConvertible {
  public let word: String

  /// One sentence with what to write instead.
  public var description: String {
    "'\(word)' is no colour and no attribute; write a name such as yellow or bright-red, a number "
      + "0 … 255 or #rrggbb, and bold, dim, reverse or underline"
  }
}
