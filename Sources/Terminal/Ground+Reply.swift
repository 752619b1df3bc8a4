internal import CLibrary
import Views

extension Ground {
  /// How bright a dark ground may be.
  ///
  /// On a brighter one the theme for dark grounds has no contrast of 4.5. (test: ContrastTests)
  static let darkest = 0.036
  /// How bright a light ground has to be.
  static let lightest = 0.79

  /// Reads what follows `OSC` in the answer to `OSC 11 ; ?`: `11;rgb:` and three colours of one to four
  /// hexadecimal digits, or `11;rgba:` and four.
  ///
  /// Nil for anything else. Source: xterm's ctlseqs, "Operating System Commands", Ps = 11; XParseColor(3).
  init?(reply: [UInt8]) {
    let text = String(decoding: reply, as: UTF8.self)
    let count: Int
    let colours: Substring
    if text.hasPrefix("11;rgb:") {
      (count, colours) = (3, text.dropFirst("11;rgb:".count))
    } else if text.hasPrefix("11;rgba:") {
      (count, colours) = (4, text.dropFirst("11;rgba:".count))
    } else {
      return nil
    }
    let parts = colours.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == count else { return nil }
    var values: [Double] = []
    for part in parts {
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexadecimal),
        let value = Int(part, radix: 16)
      else { return nil }
      values.append(Double(value) / Double((1 << (4 * part.utf8.count)) - 1))
    }
    self.init(red: values[0], green: values[1], blue: values[2])
  }

  /// What a colour is, its parts 0 … 1 in sRGB.
  ///
  /// Source: WCAG 2.2, relative luminance.
  init(red: Double, green: Double, blue: Double) {
    func linear(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    self =
      luminance <= Ground.darkest ? .dark : luminance >= Ground.lightest ? .light : .unknown
  }

  /// What the environment tells: `COLORFGBG`, as rxvt and Konsole set it, ends with the number of the
  /// ground among the first sixteen colours; the console of Linux is black.
  init(environment: [String: String]) {
    let last = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    switch last {
    case .some(0...6), 8: self = .dark
    case 7, .some(9...15): self = .light
    default: self = environment["TERM"]?.hasPrefix("linux") == true ? .dark : .unknown
    }
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
