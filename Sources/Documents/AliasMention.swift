/// An alias `*name` in a text that has an anchor `&name`, too.
///
/// It is looked for in the text, so that nothing of a bomb is built; it may stand inside quotes.
struct AliasMention: Equatable {
  var name: String
  /// Counted from 1.
  var line: Int

  /// All of a text, in its order.
  static func all(in text: String) -> [AliasMention] {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return []
    }
    let boundaries = Set(" \t\r[]{},:\"'".utf8)
    var anchors: Set<String> = []
    var aliases: [AliasMention] = []
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.contains(where: isMark) {
      for word in line.split(whereSeparator: boundaries.contains) {
        guard let mark = word.first, isMark(mark), let name = String(word.dropFirst()),
          isAnchorName(name)
        else { continue }
        if mark == UInt8(ascii: "&") {
          anchors.insert(name)
        } else {
          aliases.append(AliasMention(name: name, line: index + 1))
        }
      }
    }
    return aliases.filter { anchors.contains($0.name) }
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
  }

  /// libyaml takes no other.
  private static func isAnchorName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
