/// A text in small letters, byte by byte: `contains` and `firstRange` of the standard library make a table
/// for each search, which takes longer than to look into a short text.
struct LoweredText {
  let bytes: [UInt8]

  init(_ text: some StringProtocol) {
    bytes = text.utf8.map { 65...90 ~= $0 ? $0 | 0x20 : $0 }
  }

  /// Whether a part, itself in small letters, stands in it.
  func contains(_ part: String) -> Bool {
    part.utf8.withContiguousStorageIfAvailable { bytes.firstPlace(of: $0) != nil }
      ?? (bytes.firstPlace(of: Array(part.utf8)) != nil)
  }

  /// Whether a name begins there and not in the middle of a longer one; `-D` of Java may stand before it.
  func beginsName(at place: Int) -> Bool {
    guard place > 0 else { return true }
    if bytes[place - 1] == UInt8(ascii: "d"), place > 1, bytes[place - 2] == UInt8(ascii: "-") {
      return place == 2 || !Self.isInName(bytes[place - 3])
    }
    return !Self.isInName(bytes[place - 1])
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }

  /// The time that stands behind a name, which ends at a place: `: 5s`, `=30`, ` 1m`, in seconds and as it
  /// is written; nil where there is none, or in a comment.
  func duration(from place: Int) -> (seconds: Int, text: String)? {
    var first = place
    while first < bytes.count, " \t:=\"'".utf8.contains(bytes[first]) { first += 1 }
    guard first > place else { return nil }
    let word = bytes[first...].prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    let text = String(decoding: word, as: UTF8.self)
    guard let seconds = ShutdownLimit.duration(text), !isComment(at: place) else { return nil }
    return (seconds, text)
  }

  /// Whether a mark of a comment stands before a place on its line.
  private func isComment(at place: Int) -> Bool {
    for byte in bytes[..<place].reversed() {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return false
      case UInt8(ascii: "#"): return true
      default: continue
      }
    }
    return false
  }
}

extension [UInt8] {
  /// Where a part begins first.
  fileprivate func firstPlace(of part: some RandomAccessCollection<UInt8>) -> Int? {
    guard let first = part.first else { return 0 }
    guard part.count <= count else { return nil }
    return (0...(count - part.count)).first { place in
      self[place] == first && self[place..<(place + part.count)].elementsEqual(part)
    }
  }
}

extension String {
  /// The text behind the first place where a part stands; nil where it does not.
  func behind(_ part: String) -> Substring? {
    let place = Array(utf8).firstPlace(of: Array(part.utf8))
    return place.map { Substring(utf8.dropFirst($0 + part.utf8.count)) }
  }
}
