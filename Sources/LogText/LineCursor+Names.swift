/// What a word before a message can be the name of.
extension LineCursor {
  /// `org.apache.coyote.AbstractProtocol.pause`: packages in small letters, and a class.
  func isQualifiedClass(_ word: Range<Int>) -> Bool {
    let parts = bytes[word].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count > 2, let first = parts.first?.first, 0x61...0x7A ~= first else {
      return false
    }
    return parts.allSatisfy { part in part.allSatisfy { ByteSet.word.contains($0) || $0 == 0x24 } }
      && parts.dropFirst().contains { part in part.first.map { 0x41...0x5A ~= $0 } ?? false }
  }

  /// `MainServer`: two humps make a class.
  func isClass(_ word: Range<Int>) -> Bool {
    guard 0x41...0x5A ~= bytes[word.lowerBound] else { return false }
    let tail = bytes[word].dropFirst()
    return tail.contains { 0x41...0x5A ~= $0 } && tail.contains { 0x61...0x7A ~= $0 }
  }

  func holdsWordOfShutdown(_ word: Range<Int>) -> Bool {
    word.contains { place in
      let rest = bytes[place..<word.upperBound]
      return Self.wordsOfShutdown.contains { text in
        rest.count >= text.count && zip(rest, text).allSatisfy { $0.inLowerCase == $1 }
      }
    }
  }

  private static let wordsOfShutdown = [
    "shut", "drain", "grace", "stop", "term", "exit", "sig", "kill", "bye",
  ].map { Array($0.utf8) }

  /// `WFLYSRV0025:`, `HHH000490:`, the number of a message.
  func isCode(_ word: Range<Int>) -> Bool {
    let code = bytes[word].dropLast()
    let letters = code.prefix { 0x41...0x5A ~= $0 }
    let digits = code.dropFirst(letters.count)
    return (2...10).contains(letters.count) && (4...8).contains(digits.count)
      && digits.allSatisfy(ByteSet.digits.contains)
  }

  func endsInLevel(_ word: Range<Int>) -> Bool {
    guard let dot = bytes[word].lastIndex(of: UInt8(ascii: ".")), dot > word.lowerBound else {
      return false
    }
    return LogLevelName.isLevel(bytes[dot + 1..<word.upperBound - 1])
  }
}
