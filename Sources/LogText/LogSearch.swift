/// Finds what a pattern matches in texts, in time that is linear in the text.
public struct LogSearch: Sendable {
  private var matching: LogRedaction

  /// Makes the search for a pattern.
  public init(_ pattern: LogRegex) {
    matching = LogRedaction([pattern])
  }

  /// Whether the pattern is found in a text.
  public mutating func finds(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matching.finds($0) }
  }

  /// The parts of a text that belong to a match, in their order; whole characters.
  public mutating func matches(in text: String) -> [Range<String.Index>] {
    guard finds(text) else { return [] }
    let isMatched = matching.matched(Array(text.utf8))
    var ranges: [Range<String.Index>] = []
    var position = 0
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.unicodeScalars.index(after: index)
      let end = position + UTF8.width(text.unicodeScalars[index])
      if isMatched[position..<end].contains(true) {
        if let last = ranges.last, last.upperBound == index {
          ranges[ranges.count - 1] = last.lowerBound..<next
        } else {
          ranges.append(index..<next)
        }
      }
      (position, index) = (end, next)
    }
    return ranges
  }
}
