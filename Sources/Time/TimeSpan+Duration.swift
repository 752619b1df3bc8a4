extension TimeSpan {
  /// Reads `90`, `90s`, `1.5s`, `1m30s`, `2h` or `500ms`; nil for anything else.
  ///
  /// A bare number is seconds. Units come largest first and once each; no sign, no spaces, at
  /// most 1000 hours.
  public init?(durationText text: String) {
    guard text.utf8.count <= 32 else { return nil }
    var rest = Substring(text)
    var total = 0.0
    var largestAllowed = Self.units.count
    repeat {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let first = number.first, first != ".", number.last != ".", let value = Double(number)
      else { return nil }
      if unit.isEmpty {
        // `1m30` reads as 30 seconds to one person and as a slip to another.
        guard rest.isEmpty, largestAllowed == Self.units.count else { return nil }
        total = value
      } else {
        guard let position = Self.units.firstIndex(where: { $0.name == unit }) else { return nil }
        let rank = Self.units.count - position
        guard rank <= largestAllowed else { return nil }
        largestAllowed = rank - 1
        total += value * Self.units[position].seconds
      }
    } while !rest.isEmpty
    guard total <= 1000 * 3600 else { return nil }
    self = .seconds(total)
  }

  /// The shortest text that `init(durationText:)` reads back as this length: `1m30s`, `500ms`.
  public var durationText: String {
    var milliseconds = nanoseconds / 1_000_000
    var text = ""
    for unit in Self.units {
      let length = Int64(unit.seconds * 1000)
      if milliseconds >= length {
        text += "\(milliseconds / length)\(unit.name)"
        milliseconds %= length
      }
    }
    return text.isEmpty ? "0s" : text
  }

  private static let units: [(name: String, seconds: Double)] = [
    ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001),
  ]
}
