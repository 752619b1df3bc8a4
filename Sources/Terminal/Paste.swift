/// A paste while it comes: its first line is kept, within bounds, and all the rest is passed over.
struct Paste {
  /// In bytes; nobody filters by more.
  private static let limit = 1024
  private static let begin = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  private var line: [UInt8] = []
  private var isLineOver = false
  private var matched = 0

  /// Takes a byte; true when with it the paste has ended.
  mutating func readsEnd(_ byte: UInt8) -> Bool {
    if match(byte, Paste.end) { return true }
    guard matched == 0, !isLineOver else { return false }
    if byte == 0x0A || byte == 0x0D {
      isLineOver = !line.isEmpty
    } else if line.count < Paste.limit {
      line.append(byte)
    }
    return false
  }

  /// Takes a byte behind a paste; true when another one begins with it.
  mutating func readsBegin(_ byte: UInt8) -> Bool { match(byte, Paste.begin) }

  /// The line without anything that does something; nil when nothing is left.
  mutating func take() -> String? {
    defer { self = Paste() }
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: text.append(" ")
      case .format, .privateUse, .surrogate, .unassigned: continue
      // A character that was cut in two by the bound, or none at all.
      default: if scalar != "\u{FFFD}" { text.append(scalar) }
      }
    }
    return text.isEmpty ? nil : String(text)
  }

  /// Follows a marker; no byte but its first is an escape.
  private mutating func match(_ byte: UInt8, _ marker: [UInt8]) -> Bool {
    matched = byte == marker[matched] ? matched + 1 : byte == marker[0] ? 1 : 0
    guard matched == marker.count else { return false }
    matched = 0
    return true
  }
}
