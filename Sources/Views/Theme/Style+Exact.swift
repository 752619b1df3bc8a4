extension Style {
  /// A terminal of so many colours takes each by its parts: true colour.
  static let direct = 1 << 24

  /// A colour by its red, green and blue, eight bits each, behind the palette's 256.
  public static func exact(_ rgb: Int) -> Int { 256 + (rgb & 0xFFFFFF) }

  /// The style with each of its colours as a terminal of another kind wants it.
  func mapColors(_ map: (Int) -> Int) -> Style {
    var style = self
    style.foreground = foreground.map(map)
    style.background = background.map(map)
    return style
  }
}

extension Int {
  /// The parts of a colour that is none of the palette's; nil for one that is.
  package var exactColor: Int? { self < 256 ? nil : self - 256 }

  /// The nearest of the palette's 6 × 6 × 6 cube, whose steps are 0, 95, 135, 175, 215, 255.
  var inPalette: Int {
    guard let rgb = exactColor else { return self }
    let steps = [rgb >> 16, rgb >> 8 & 255, rgb & 255].map { value in
      value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40
    }
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
  }

  /// A number of ncurses on a terminal of true colour: below 8 the palette's, else the parts.
  ///
  /// Of the palette only the first eight have a number there; the rest stands as xterm shows it. Source:
  /// ncurses, `user_caps(5)`, RGB and CO.
  var onDirectTerminal: Int {
    if let rgb = exactColor { return Swift.max(rgb, 8) }
    if self < 8 { return self }
    if self < 16 {
      return [
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
      ][self - 8]
    }
    if self >= 232 { return (8 + 10 * (self - 232)) * 0x10101 }
    let steps = [0, 95, 135, 175, 215, 255]
    let cube = self - 16
    return Swift.max(steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6], 8)
  }
}
