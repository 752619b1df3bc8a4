/// The words of a message, each with what it may be in a sentence about an end.
struct LogWords {
  struct Word {
    var kind: LogWordKind
    /// The clause goes on behind it.
    var endsClause = false
    /// What ends the clause is a colon.
    var endsWithColon = false
    /// It stands in brackets beside another word: `[ReplicaFetcher replicaId=0]`.
    var isBracketed = false
    /// It stands in quotes, or begins what does.
    var isQuoted = false
    /// A number follows: `broker 3`.
    var isNumbered = false
  }

  private(set) var words: [Word] = []
  /// The first place behind what stands before the message: levels, times, loggers, brackets.
  private(set) var start = 0

  subscript(place: Int) -> Word { words[place] }
  var indices: Range<Int> { words.indices }

  init(_ bytes: UnsafeBufferPointer<UInt8>, atMost most: Int) {
    words.reserveCapacity(16)
    var position = 0
    var bracketStart: Int?
    var hasPair = false
    while position < bytes.count, words.count < most {
      let byte = bytes[position]
      if Self.isLetter(byte) {
        let begin = position
        while position < bytes.count, Self.isInWord(bytes[position]) { position += 1 }
        // A sentence ends with a stop or a colon, and a word does not.
        var end = position
        while end > begin, Self.isTrailing(bytes[end - 1]) { end -= 1 }
        position = end
        if position < bytes.count, bytes[position] == UInt8(ascii: "="), bracketStart == nil {
          let name = UnsafeBufferPointer(rebasing: bytes[begin..<end])
          guard let next = takePair(name, in: bytes, from: position + 1) else { break }
          position = next
          continue
        }
        append(Self.kind(of: begin..<end, in: bytes))
        words[words.count - 1].isQuoted =
          begin > 0
          && (bytes[begin - 1] == UInt8(ascii: "'") || bytes[begin - 1] == UInt8(ascii: "\""))
        continue
      }
      if ByteSet.digits.contains(byte) {
        // `30s` is a number, too.
        if position > 0, bytes[position - 1] == UInt8(ascii: " "), let last = words.indices.last,
          !words[last].endsClause
        {
          words[last].isNumbered = true
        }
        while position < bytes.count, ByteSet.word.contains(bytes[position]) { position += 1 }
        continue
      }
      switch byte {
      case UInt8(ascii: "["): (bracketStart, hasPair) = (words.count, false)
      case UInt8(ascii: "="): hasPair = true
      case UInt8(ascii: "]"):
        if let begin = bracketStart { close(from: begin, hasPair: hasPair) }
        bracketStart = nil
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "!"),
        UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "|"),
        UInt8(ascii: ">"):
        // A dot or a colon within a number or a time ends nothing.
        let isInNumber =
          position + 1 < bytes.count && ByteSet.digits.contains(bytes[position + 1])
          && position > 0 && ByteSet.digits.contains(bytes[position - 1])
        if !isInNumber, bracketStart == nil, let last = words.indices.last {
          words[last].endsClause = true
          words[last].endsWithColon = byte == UInt8(ascii: ":")
        }
      case UInt8(ascii: "-") where Self.isDash(at: position, in: bytes) && bracketStart == nil:
        if let last = words.indices.last {
          words[last].endsClause = true
          words[last].endsWithColon = true
        }
      default: break
      }
      position += 1
    }
  }

  /// What a word is; `connection(s)` are several.
  private static func kind(
    of word: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> LogWordKind {
    let isPlural = bytes[word.upperBound...].starts(with: "(s)".utf8)
    guard isPlural else { return LogWordKind(of: UnsafeBufferPointer(rebasing: bytes[word])) }
    let plural = Array(bytes[word]) + [UInt8(ascii: "s")]
    return plural.withUnsafeBufferPointer { LogWordKind(of: $0) }
  }

  /// ` - ` between two parts of a sentence.
  private static func isDash(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    position > 0 && position + 1 < bytes.count && bytes[position - 1] == 0x20
      && bytes[position + 1] == 0x20
  }

  /// `name=value` is no part of a sentence, and neither is what follows one; before it pairs may stand, and it
  /// may be the value of one itself.
  ///
  /// - Returns: where to go on; nil at the end of the sentence.
  private mutating func takePair(
    _ name: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from value: Int
  ) -> Int? {
    let isMessage = [3, 7].contains(name.count) && LogWordKind(of: name).contains(.message)
    if isMessage {
      words.removeAll(keepingCapacity: true)
      start = 0
      return value < bytes.count && bytes[value] == UInt8(ascii: "\"") ? value + 1 : value
    }
    guard words.count <= start else {
      words[words.count - 1].endsClause = true
      return nil
    }
    var end = value
    let isQuoted = value < bytes.count && bytes[value] == UInt8(ascii: "\"")
    if isQuoted { end += 1 }
    while end < bytes.count, bytes[end] != UInt8(ascii: isQuoted ? "\"" : " ") { end += 1 }
    return end + 1
  }

  private mutating func append(_ kind: LogWordKind) {
    words.append(Word(kind: kind))
    if kind.contains(.level), words.count - 1 == start { start = words.count }
  }

  /// One word in brackets is a logger or a thread; one with a property names a part.
  private mutating func close(from begin: Int, hasPair: Bool) {
    guard begin < words.count else { return }
    if words.count - begin == 1 {
      words.removeLast()
      start = min(start, words.count)
      return
    }
    for place in begin..<words.count { words[place].isBracketed = true }
    if hasPair, words[begin].kind.isUnknown { words[begin].kind = .part }
    words[words.count - 1].endsClause = true
    words[words.count - 1].endsWithColon = true
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    ByteSet.word.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ":")
  }

  private static func isTrailing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "/")
  }
}

extension LogWords {
  /// The first word that may be of an end.
  var firstAct: Int? {
    words.indices.first { $0 >= start && words[$0].kind.contains(.act) && !words[$0].isBracketed }
  }

  /// What stands before a word in its clause, or in a short one before a colon.
  func subject(of act: Int) -> Range<Int> {
    var begin = act
    while begin > start, !words[begin - 1].endsClause { begin -= 1 }
    guard begin == act, begin > start, words[begin - 1].endsWithColon else { return begin..<act }
    // `GRPC server: graceful shutdown complete`. A single word in humps is the logger.
    var label = begin - 1
    while label > start, !words[label - 1].endsClause { label -= 1 }
    let isNamed = (label..<begin).contains {
      !words[$0].kind.isDisjoint(with: [.part, .server, .other])
    }
    let isLogger = begin - label == 1 && words[label].kind.contains(.hump)
    return begin - label <= 8 && isNamed && !isLogger ? label..<begin : begin..<act
  }

  /// What stands behind a word, up to where something else is said.
  func object(of act: Int) -> Range<Int> {
    guard !words[act].endsClause else { return act + 1..<act + 1 }
    let first = act + 1
    var end = first
    while end < words.count {
      if words[end].kind.contains(.turn) { break }
      end += 1
      if words[end - 1].endsClause { break }
    }
    return first..<max(first, end)
  }

  /// It speaks of another program before it comes to an end.
  func hasForeigner(in range: Range<Int>) -> Bool {
    range.contains { words[$0].kind.contains(.foreign) }
  }

  /// `all workers` are all there is.
  func meansAll(before place: Int, in range: Range<Int>) -> Bool {
    place > range.lowerBound && words[place - 1].kind.contains(.all)
      || place > range.lowerBound + 1 && words[place - 2].kind.contains(.all)
  }

  /// `Use SIGTERM for a graceful shutdown`, `(Press CTRL+C to quit)`, `waiting for a shutdown signal`.
  var isInstruction: Bool {
    guard start < words.count else { return false }
    if !words[start].kind.isDisjoint(with: [.instruction, .condition]) { return true }
    let act = firstAct ?? words.count
    return words.indices.contains { place in
      guard place >= start, place <= act else { return false }
      if place > start, words[place - 1].endsClause, words[place].kind.contains(.instruction) {
        return true
      }
      return words[place].kind.contains(.expectation) && expectsSignal(from: place)
    }
  }

  private func expectsSignal(from place: Int) -> Bool {
    var next = place
    while next + 1 < words.count, next - place < 5, !words[next].endsClause {
      next += 1
      if words[next].kind.contains(.signalName) { return true }
      if words[next].kind.isDisjoint(with: [.act, .turn, .filler]) { return false }
    }
    return false
  }

  /// `graceful shutdown enabled`, `shutdown hook registered`.
  var isConfiguration: Bool { words.contains { $0.kind.contains(.setting) } }

  /// `shutdown timeout set to 30s`, `starting shutdown manager`: nothing that has happened to it.
  var isOfFixture: Bool {
    words.indices.contains { isFixture($0) } && !words.contains { $0.kind.contains(.event) }
  }

  /// The word is of what is set up for an end.
  func isFixture(_ place: Int) -> Bool {
    guard place > start, words[place].kind.contains(.fixture) else { return false }
    let before = words[place - 1]
    return before.kind.contains(.noun) && !before.endsClause
  }

  /// `workers will be killed after 30s`: it has not come to that.
  func isAnnounced(at act: Int) -> Bool {
    var place = act - 1
    while place >= start, !words[place].endsClause, act - place <= 3 {
      if words[place].kind.contains(.future) {
        return words[act...].contains { $0.kind.contains(.turn) }
      }
      if !words[place].kind.contains(.filler) { return false }
      place -= 1
    }
    return false
  }

  /// `not draining`, `will shut down`.
  func isDenied(at act: Int) -> Bool {
    var place = act - 1
    while place >= start, !words[place].endsClause, act - place <= 3 {
      if words[place].kind.contains(.denial) { return true }
      if !words[place].kind.contains(.filler) { return false }
      place -= 1
    }
    return false
  }
}
