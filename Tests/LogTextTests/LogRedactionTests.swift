import ShutdownModel
import Testing

@testable import LogText

@Suite struct LogRedactionTests {
  private func redacted(_ text: String, _ patterns: String...) throws -> String {
    var redaction = LogRedaction(try patterns.map { try LogRegex($0) })
    return redaction.redacted(text)
  }

  @Test(arguments: [
    ("no match here", "token=\\w+", "no match here"),
    ("token=abc123, done", "token=\\w+", "[redacted], done"),
    ("a token=1 b token=22", "token=\\w+", "a [redacted] b [redacted]"),
    ("token=all of it", "token=.*", "[redacted]"),
    ("ABC abc", "abc", "[redacted] [redacted]"),
    ("abcabc", "abc", "[redacted]"),
    ("12 cats, 345 dogs", "\\b\\d{3}\\b", "12 cats, [redacted] dogs"),
    ("first and last", "^first|last$", "[redacted] and [redacted]"),
    ("xay", "(x|y)?a(y)?", "[redacted]"),
    ("aaa", "a", "[redacted]"),
    ("aab", "a+b", "[redacted]"),
    ("aac", "a+b", "aac"),
    ("mail ann@example.org now", "[\\w.]+@[\\w.]+", "mail [redacted] now"),
    ("", "a", ""),
  ]) func `what matches is blanked and nothing else`(
    text: String, pattern: String, expected: String
  ) throws {
    #expect(try redacted(text, pattern) == expected)
  }

  @Test func `all patterns see the text as it came`() throws {
    #expect(try redacted("secret=abc", "secret", "secret=\\w+") == "[redacted]")
    #expect(try redacted("abcd", "abc", "bcd") == "[redacted]")
    #expect(try redacted("a secret", "secret", "redacted") == "a [redacted]")
  }

  @Test func `a character is blanked whole`() throws {
    #expect(try redacted("café au lait", "caf.") == "[redacted] au lait")
    #expect(try redacted("naïve", "na") == "[redacted]ïve")
    #expect(try redacted("😀 x", "^.") == "[redacted] x")
  }

  @Test func `overlapping matches are blanked from the first byte to the last`() throws {
    #expect(try redacted("xababay", "aba") == "x[redacted]y")
  }

  /// A naive search for every match decides which bytes are part of one.
  @Test(arguments: UInt64(1)...200)
  func `what is blanked is what a search at every place finds`(seed: UInt64) throws {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func next(_ limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % limit
    }
    let atoms = ["a", "b", "[ab]", "(a|bc)", "c?", "(ab)*", "b+", "."]
    let pattern = "a" + (0..<(1 + next(4))).map { _ in atoms[next(atoms.count)] }.joined()
    let text = String((0..<12).map { _ in Array("abc ")[next(4)] })
    let regex = try Regex("(?i)" + pattern)
    let characters = Array(text)
    var isMatched = Array(repeating: false, count: characters.count)
    for start in characters.indices {
      for end in start..<characters.count {
        let part = String(characters[start...end])
        guard part.wholeMatch(of: regex) != nil else { continue }
        for index in start...end { isMatched[index] = true }
      }
    }
    var expected = ""
    for (index, character) in characters.enumerated() {
      if !isMatched[index] {
        expected.append(character)
      } else if index == 0 || !isMatched[index - 1] {
        expected += "[redacted]"
      }
    }
    #expect(try redacted(text, pattern) == expected, "\(pattern) in '\(text)'")
  }

  @Test(arguments: ["(a*)*", "(?=a)", "a*?", "(?i)a", "[", "", "a{2000}"])
  func `what could not be matched in linear time is no pattern`(pattern: String) {
    #expect(throws: LogRegexError.self) { try LogRegex(pattern) }
  }

  @Test func `a pattern that others would need years for is done with`() throws {
    let text = String(repeating: "a", count: 4000)
    #expect(try redacted(text + "!", "(a+)+b") == text + "!")
    #expect(try redacted(text + "b", "(a+)+b") == "[redacted]")
  }
}
