/// Text from outside made safe for a markup language.
enum Markup {
  /// For XML and HTML, between tags and in quoted attributes alike.
  ///
  /// What XML 1.0 does not allow becomes U+FFFD. Source: Extensible Markup Language 1.0, 2.2 `Char`.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n": escaped += "\n"
      case _ where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value: escaped += "\u{FFFD}"
      case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// For GitHub's Markdown, in a cell of a table, too: one line that means nothing but itself.
  ///
  /// An invisible space behind `@` and `#` keeps a name from calling a person or another issue.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$":
        escaped += "\\\(Character(scalar))"
      case "@": escaped += "@\u{200B}"
      case "#": escaped += "\\#\u{200B}"
      // No link that nobody wrote: the scheme is cut from its slashes.
      case ":" where place + 1 < scalars.count && scalars[place + 1] == "/": escaped += ":\u{200B}"
      case _ where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value: escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
