import HarmlessText

/// The characters a frame is drawn with: Unicode, or ASCII where the locale has no more.
public struct Glyphs: Equatable, Sendable {
  /// Only ASCII is drawn.
  public let isASCII: Bool

  /// Every character of an ordinary monospaced font.
  public static let unicode = Glyphs(isASCII: false)
  /// For a locale that is not UTF-8.
  public static let ascii = Glyphs(isASCII: true)

  var horizontal: Unicode.Scalar { isASCII ? "-" : "─" }
  var vertical: Unicode.Scalar { isASCII ? "|" : "│" }
  var topLeft: String { isASCII ? "+" : "╭" }
  var topRight: String { isASCII ? "+" : "╮" }
  var bottomLeft: String { isASCII ? "+" : "╰" }
  var bottomRight: String { isASCII ? "+" : "╯" }
  var pointer: String { isASCII ? ">" : "▸" }
  package var good: String { isASCII ? "+" : "✔" }
  package var bad: String { isASCII ? "x" : "✖" }
  var alarm: String { isASCII ? "!!" : "‼" }
  var warning: String { "!" }
  package var unknown: String { "?" }
  var arrow: String { isASCII ? "->" : "→" }
  package var dot: String { isASCII ? "." : "·" }
  var dash: String { isASCII ? "-" : "–" }
  package var cut: String { isASCII ? "~" : "…" }
  var atMost: String { isASCII ? "<=" : "≤" }
  var full: Unicode.Scalar { isASCII ? "#" : "█" }
  var tail: Unicode.Scalar { isASCII ? ":" : "▒" }
  var empty: Unicode.Scalar { isASCII ? "." : "░" }
  var likely: Unicode.Scalar { isASCII ? "-" : "┄" }
  var kill: Unicode.Scalar { isASCII ? "|" : "┃" }
  var now: Unicode.Scalar { isASCII ? "|" : "┊" }

  /// A cell filled from the left by eighths, 0 … 8.
  func eighth(_ count: Int) -> Unicode.Scalar {
    if isASCII { return count >= 4 ? "#" : "." }
    let parts: [Unicode.Scalar] = ["░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    return parts[min(max(count, 0), 8)]
  }

  /// Text in which every character can be drawn.
  package func plain(_ text: String) -> String {
    guard isASCII else { return text }
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case " "..."~": plain.unicodeScalars.append(scalar)
      case "·", "…": plain += "."
      case "→": plain += "->"
      case "≤": plain += "<="
      case "–", "—": plain += "-"
      case _ where scalar.cellWidth == 0: break
      default: plain += scalar.cellWidth == 2 ? "??" : "?"
      }
    }
    return plain
  }
}
