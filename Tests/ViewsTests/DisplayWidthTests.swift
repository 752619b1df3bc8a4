import Testing

@testable import HarmlessText
@testable import Views

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("ä", 1), ("a\u{308}", 1), ("日本語", 6), ("한국", 4), ("ｱｲｳ", 3), ("ＡＢ", 4),
    ("🚀", 2), ("❤\u{FE0F}", 1), ("…→≤–", 4), ("─│╭╯", 4), ("⣿⠁", 2), ("█▏░▒", 4), ("\u{FFFD}", 1),
    ("e\u{301}\u{302}\u{303}", 1), ("नि", 2), ("ก็", 1), ("\u{1100}\u{1161}", 2), ("✔✖‼", 3),
    ("م", 1),
  ])
  func `a text is as wide as its cells`(text: String, width: Int) {
    #expect(text.cellWidth == width)
  }

  @Test(arguments: ["\u{1B}", "\0", "\n", "\u{7F}", "\u{9B}", "\u{200B}", "\u{202E}", "\u{FEFF}"])
  func `what may not be drawn takes the cell of its replacement`(text: String) {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 3))
    #expect(frame.write("a\(text)b", row: 0, column: 0) == 3)
    #expect(frame.line(0) == "a\u{FFFD}b")
    #expect("a\(text)b".cellWidth == 3)
  }

  @Test func `the tables ascend and do not overlap`() {
    for table in [DisplayWidth.zero, DisplayWidth.wide] {
      for (left, right) in zip(table, table.dropFirst()) {
        #expect(left.upperBound < right.lowerBound)
      }
    }
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("abcdef", -3, ""), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("e\u{301}fg", 2, "e\u{301}…"),
  ])
  func `a text is cut at a whole character and says so`(
    text: String, width: Int, fitted: String
  ) {
    #expect(text.fitted(width) == fitted)
    #expect(text.fitted(width).cellWidth <= max(width, 0))
  }

  @Test func `a wide character that is half covered goes whole`() {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 6))
    frame.write("日本語", row: 0, column: 0)
    frame.write("x", row: 0, column: 1)
    #expect(frame.line(0) == " x本語")
    frame.write("y", row: 0, column: 2)
    #expect(frame.line(0) == " xy 語")
    frame.write("字", row: 0, column: 3)
    #expect(frame.line(0) == " xy字 ")
  }

  @Test func `a wide character is left out where only half of it would fit`() {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 3))
    #expect(frame.write("日本", row: 0, column: 0) == 2)
    #expect(frame.line(0) == "日 ")
  }

  @Test func `marks go with the character they stand on`() {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 4))
    frame.write("e\u{301}日\u{302}", row: 0, column: 0)
    #expect(frame.line(0) == "e\u{301}日\u{302} ")
    #expect(frame.marks == [0: [0x301], 1: [0x302]])
    frame.write("x", row: 0, column: 0)
    frame.write("y", row: 0, column: 2)
    #expect(frame.line(0) == "x y ")
    #expect(frame.marks.isEmpty)
  }

  @Test func `at most four marks stand on a character`() {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 2))
    frame.write("e" + String(repeating: "\u{301}", count: 9), row: 0, column: 0)
    #expect(frame.marks[0]?.count == 4)
  }

  @Test func `text is written up to a limit, and before a column`() {
    var frame = Frame(size: Frame.Size(rows: 2, columns: 8))
    #expect(frame.write("abcdef", row: 0, column: 1, limit: 4) == 4)
    frame.write("12", row: 0, before: 8)
    frame.write("abc", row: 1, column: -1)
    frame.write("gone", row: 2, column: 0)
    #expect(frame.text == " abc  12\nbc      ")
  }

  @Test func `ASCII glyphs say in ASCII what can be said so`() {
    #expect(Glyphs.ascii.plain("a → b ≤ 2 … – · 日 e\u{301} é") == "a -> b <= 2 . - . ?? e ?")
    #expect(Glyphs.ascii.plain("\u{1B}[31m\n\u{7F}") == "?[31m??")
    #expect(Glyphs.unicode.plain("a → 日") == "a → 日")
    let text = "日本 🚀 ü ─"
    #expect(Glyphs.ascii.plain(text).cellWidth == text.cellWidth)
  }
}
