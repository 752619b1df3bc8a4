extension String {
  /// Reads foreign bytes as one line of text that does nothing to a terminal.
  ///
  /// Whole escape sequences (colours, titles) and invisible characters (bidirectional and zero width
  /// marks, tags) are dropped, a tab or a line end becomes a space, and what cannot be shown, bytes
  /// that are not UTF-8 included, becomes U+FFFD. A longer text than `limit` bytes ends in `…`.
  @inlinable public init(harmless bytes: some Collection<UInt8>, limit: Int = 4096) {
    let text = bytes.withContiguousStorageIfAvailable { String(harmlessBytes: $0, limit: limit) }
    self = text ?? Array(bytes).withUnsafeBufferPointer { String(harmlessBytes: $0, limit: limit) }
  }

  /// The text as one line that does nothing to a terminal, at most `limit` bytes long.
  public func harmless(limit: Int = 4096) -> String {
    String(harmless: utf8, limit: limit)
  }

  @usableFromInline init(harmlessBytes bytes: UnsafeBufferPointer<UInt8>, limit: Int) {
    if bytes.count <= limit, bytes.allSatisfy({ 0x20...0x7E ~= $0 }) {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      var text = HarmlessText(limit: limit)
      text.read(bytes)
      self = text.string
    }
  }
}

/// A harmless text in the making.
private struct HarmlessText {
  /// A longer stack of marks on one character covers the lines above and below.
  private static let mostMarks = 4
  /// A text that is mostly escape sequences is read no further than this many times its limit.
  private static let mostReadPerShown = 16

  private let limit: Int
  private var text: [UInt8] = []
  private var marks = 0
  private var isCut = false

  init(limit: Int) {
    self.limit = Swift.max(limit, 0)
  }

  var string: String {
    var string = String(decoding: text, as: UTF8.self)
    guard isCut else { return string }
    let ellipsis = "…"
    while string.utf8.count + ellipsis.utf8.count > limit, !string.isEmpty { string.removeLast() }
    return ellipsis.utf8.count > limit ? string : string + ellipsis
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    let readable = limit * Self.mostReadPerShown + 64
    let scalars = Array(
      String(decoding: bytes.prefix(readable), as: UTF8.self).unicodeScalars)
    isCut = bytes.count > readable
    // A line end from another system is no part of the text.
    let end = scalars.lastIndex { $0 != "\r" && $0 != "\n" }.map { $0 + 1 } ?? 0
    var position = 0
    while position < end {
      if let next = EscapeSequence.end(in: scalars[..<end], from: position) {
        position = next
        continue
      }
      append(scalars[position])
      position += 1
      if text.count > limit {
        isCut = true
        return
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20...0x7E:
      text.append(UInt8(scalar.value))
      marks = 0
      return
    case 0x09...0x0D, 0x85, 0x2028, 0x2029:
      text.append(0x20)
      marks = 0
      return
    // Variation selectors, of which a heart is red, are counted with the marks below.
    case 0xFE00...0xFE0F: break
    default: if scalar.properties.isDefaultIgnorableCodePoint { return }
    }
    switch scalar.properties.generalCategory {
    case .format: return
    case .control, .unassigned, .privateUse, .surrogate: append(utf8Of: "\u{FFFD}")
    case .nonspacingMark, .enclosingMark, .spacingMark:
      guard marks < Self.mostMarks else { return }
      marks += 1
      append(utf8Of: scalar)
      return
    default: append(utf8Of: scalar)
    }
    marks = 0
  }

  private mutating func append(utf8Of scalar: Unicode.Scalar) {
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}

/// Where a terminal's escape sequence ends.
///
/// Source: ECMA-48, 5.3 to 5.6.
private enum EscapeSequence {
  /// The position after the sequence that begins here, or nil when none does.
  ///
  /// Of a string that is never ended only the introducer is taken: it could hide the whole line.
  static func end(in scalars: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    switch scalars[start].value {
    case 0x9B: return control(in: scalars, from: start + 1)
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F: return string(in: scalars, from: start + 1)
    case 0x1B: break
    default: return nil
    }
    guard start + 1 < scalars.endIndex else { return start + 1 }
    switch scalars[start + 1] {
    case "[": return control(in: scalars, from: start + 2)
    case "]", "P", "X", "^", "_": return string(in: scalars, from: start + 2)
    default:
      var position = start + 1
      while position < scalars.endIndex, 0x20...0x2F ~= scalars[position].value { position += 1 }
      let isFinal = position < scalars.endIndex && 0x30...0x7E ~= scalars[position].value
      return isFinal ? position + 1 : position
    }
  }

  private static func control(in scalars: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    var position = start
    while position < scalars.endIndex, 0x20...0x3F ~= scalars[position].value { position += 1 }
    let isFinal = position < scalars.endIndex && 0x40...0x7E ~= scalars[position].value
    return isFinal ? position + 1 : position
  }

  private static func string(in scalars: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    for position in scalars[start...].prefix(1024).indices {
      switch scalars[position].value {
      case 0x07, 0x9C: return position + 1
      case 0x1B:
        let isEnd = position + 1 < scalars.endIndex && scalars[position + 1] == "\\"
        return isEnd ? position + 2 : start
      default: break
      }
    }
    return start
  }
}
