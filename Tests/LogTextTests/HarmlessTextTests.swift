import ShutdownModel
import Testing

@testable import HarmlessText

struct HarmlessTextTests {
  @Test(arguments: [
    ("", ""),
    ("plain text", "plain text"),
    ("tab\there", "tab here"),
    ("ends\r\n", "ends"),
    ("two\nlines\u{2028}three", "two lines three"),
    ("\u{1B}[31mred\u{1B}[0m bold", "red bold"),
    ("\u{1B}[38;5;196;1mx\u{1B}[K", "x"),
    ("\u{1B}]0;title\u{7}text", "text"),
    ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}Pq#0\u{1B}\\text", "text"),
    ("\u{9B}31mred", "red"),
    ("\u{1B}(Btext\u{1B}7\u{1B}c", "text"),
    // One that is never ended must not hide the rest.
    ("\u{1B}]0;the rest of the line", "0;the rest of the line"),
    ("\u{1B}[31", ""),
    ("text\u{1B}", "text"),
    ("\u{1B}[3é", "é"),
    ("nul\u{0}bell\u{7}back\u{8}", "nul\u{FFFD}bell\u{FFFD}back\u{FFFD}"),
    ("del\u{7F}c1\u{84}", "del\u{FFFD}c1\u{FFFD}"),
    ("a\u{202E}b\u{2066}c\u{200F}d\u{61C}e", "abcde"),
    ("a\u{200B}b\u{200D}c\u{FEFF}d\u{AD}e\u{3164}f", "abcdef"),
    ("tag\u{E0001}\u{E0041}s", "tags"),
    ("private\u{E000}\u{378}", "private\u{FFFD}\u{FFFD}"),
    ("grüße 漢字 🎉 ❤\u{FE0F}", "grüße 漢字 🎉 ❤\u{FE0F}"),
    ("Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}!", "Z\u{301}\u{302}\u{303}\u{304}!"),
  ])
  func `what could act on a terminal is taken out`(text: String, expected: String) {
    #expect(text.harmless() == expected)
  }

  @Test(
    arguments: [
      ([0xFF, 0x61], "\u{FFFD}a"),
      ([0x61, 0xC3], "a\u{FFFD}"),
      // The bytes of a CSI by itself, an overlong slash, a surrogate.
      ([0x9B, 0x33, 0x31, 0x6D], "\u{FFFD}31m"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ] as [([UInt8], String)])
  func `bytes that are not UTF-8 are shown as such`(bytes: [UInt8], expected: String) {
    #expect(String(harmless: bytes) == expected)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abc…"), ("äääääää", 10, "äää…"), ("🇩🇪🇩🇪", 12, "🇩🇪…"),
    ("abc", 2, ""), ("abc", 0, ""), ("e\u{301}e\u{301}e\u{301}", 6, "e\u{301}…"),
  ])
  func `a long text is cut between characters`(text: String, limit: Int, expected: String) {
    #expect(text.harmless(limit: limit) == expected)
  }

  @Test func `a text of a megabyte is cut`() {
    let text = String(harmless: [UInt8](repeating: 0x61, count: 1_000_000))
    #expect(text.utf8.count == 4096)
    #expect(text.hasSuffix("a…"))
    let colours = String(harmless: Array(String(repeating: "\u{1B}[31m", count: 200_000).utf8))
    #expect(colours == "…")
  }

  @Test(arguments: 0..<200)
  func `whatever comes in, nothing that acts comes out`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let bytes = generator.hostileBytes()
    let limit = Int.random(in: 0...300, using: &generator)
    let text = String(harmless: bytes, limit: limit)
    #expect(text.utf8.count <= limit)
    #expect(text.isHarmless, "\(bytes)")
    #expect(text.harmless(limit: limit) == text, "harmless text stays as it is")
  }
}

extension String {
  /// Whether no character of it is one that acts or cannot be seen.
  var isHarmless: Bool {
    unicodeScalars.allSatisfy {
      switch $0.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
      default: true
      }
    }
  }
}
