import Testing

@testable import Views

struct StyleTests {
  @Test func `a style is read from its words`() throws {
    #expect(try Style("yellow") == Style(foreground: 3))
    #expect(
      try Style("208 on black bold") == Style(foreground: 208, background: 0, attributes: .bold))
    #expect(
      try Style("bright-red underline dim")
        == Style(foreground: 9, attributes: [.underline, .dim]))
    #expect(try Style("on 17") == Style(background: 17))
    #expect(try Style("reverse default") == Style(attributes: .reverse))
    #expect(try Style("") == Style())
  }

  @Test func `a colour by its parts is the nearest of the palette's cube`() throws {
    func near(_ text: String) throws -> Int? { try Style(text).reduced(to: 256).foreground }
    #expect(try near("#000000") == 16)
    #expect(try near("#ffffff") == 231)
    #expect(try near("#e69f00") == 178)
    #expect(try near("#5f87af") == 67)
    #expect(try near("#0072b2") == 25)
  }

  @Test func `on a terminal of true colour it is itself, and the palette is as xterm shows it`()
    throws
  {
    func number(_ text: String) throws -> Int? { try Style(text).reduced(to: 1 << 24).foreground }
    #expect(try number("#e69f00") == 0xE69F00)
    // Below eight the numbers are the palette's.
    #expect(try number("#000003") == 8)
    #expect(try number("red") == 1)
    #expect(try number("208") == 0xFF8700)
    #expect(try number("67") == 0x5F87AF)
    #expect(try number("244") == 0x808080)
    #expect(try number("bright-red") == 0xFF0000)
  }

  @Test(arguments: ["orange", "256", "-1", "#12", "#gggggg", "bold-red", "REVERSE"])
  func `a word that is none is named`(word: String) {
    #expect(throws: StyleError(word: word)) { try Style("red \(word)") }
  }

  @Test func `256 colours are left as they are`() {
    let style = Style(foreground: 208, background: 236, attributes: .bold)
    #expect(style.reduced(to: 256) == style)
    #expect(style.reduced(to: 65536) == style)
  }

  @Test(arguments: [
    (208, 9, 1), (196, 9, 1), (46, 10, 2), (21, 12, 4), (226, 11, 3), (51, 14, 6), (201, 13, 5),
    (231, 15, 7), (16, 0, 0), (52, 1, 1), (22, 2, 2), (232, 8, 0), (243, 8, 0), (244, 7, 7),
    (255, 7, 7), (3, 3, 3), (12, 12, 4),
  ])
  func `a colour becomes the nearest of sixteen and of eight`(
    color: Int, sixteen: Int, eight: Int
  ) {
    let style = Style(foreground: color, background: color, attributes: .dim)
    #expect(
      style.reduced(to: 16) == Style(foreground: sixteen, background: sixteen, attributes: .dim))
    #expect(style.reduced(to: 8) == Style(foreground: eight, background: eight, attributes: .dim))
  }

  @Test func `every colour stays within what the terminal has`() {
    for color in 0...255 {
      #expect((0..<16).contains(Style(background: color).reduced(to: 16).background ?? -1))
      #expect((0..<8).contains(Style(background: color).reduced(to: 8).background ?? -1))
      #expect(Style(foreground: color).reduced(to: 0).foreground == nil)
    }
  }

  @Test(arguments: [0, 7, 8, 15, 16, 231, 232, 240, 247, 255])
  func `a grey without a ground of its own is the terminal's own colour where there are few`(
    grey: Int
  ) {
    for colors in [8, 16] {
      #expect(Style(foreground: grey).reduced(to: colors) == Style())
      #expect(Style(foreground: grey, background: 221).reduced(to: colors).foreground != nil)
    }
    #expect(Style(foreground: grey).reduced(to: 256) == Style(foreground: grey))
  }

  @Test(arguments: [0, 8, 16, 88])
  func `with few colours the selected row is in reverse video, whatever its ground was`(
    colors: Int
  ) {
    for ground in [nil, 237, 254, 0, 15] {
      let theme = Theme(
        styles: [.lost: Style(foreground: 210)], selection: Style(background: ground)
      ).reduced(to: colors)
      for role in Role.allCases {
        let style = theme.style(of: role, isSelected: true)
        #expect(style.attributes.contains(.reverse))
        #expect(style.background == nil)
      }
    }
  }

  @Test func `a bar is never in reverse video, or what is full would be read as empty`() {
    var frame = Frame(size: Frame.Size(rows: 1, columns: 14))
    for glyphs in [Glyphs.unicode, .ascii] {
      frame.draw(Gauge(part: 0.55, tail: 0.2), row: 0, in: 0..<10, role: .critical, glyphs)
      frame.write("⣿x", row: 0, column: 10, role: .critical)
      frame.select(row: 0)
      let looks = frame.cells.enumerated().map { column, cell in
        let style =
          frame.isOfBar(row: 0, column: column)
          ? Theme.plain.styleOfBar(of: cell.role)
          : Theme.plain.style(of: cell.role, isSelected: cell.isSelected)
        return style.attributes.contains(.reverse)
      }
      #expect(looks[10...].elementsEqual([false, true, true, true]))
      // The characters alone tell full from empty; where they are letters they stay as they are.
      #expect(glyphs.isASCII || !looks[..<10].contains(true))
      let full = frame.cells[0].scalar
      #expect(full == glyphs.full.value && frame.cells[9].scalar == glyphs.empty.value)
    }
  }

  @Test func `the ground of a selected row does not hide its bar`() {
    let theme = Theme(
      styles: [.empty: Style(foreground: 238)], selection: Style(background: 236))
    #expect(theme.styleOfBar(of: .empty) == Style(foreground: 238))
    #expect(theme.style(of: .quiet, isSelected: true).background == 236)
  }

  @Test func `the selection takes the background and keeps the colour`() {
    let theme = Theme(
      styles: [.lost: Style(foreground: 1, attributes: .bold), .old: Style(foreground: 4)],
      selection: Style(foreground: 15, background: 4, attributes: .underline))
    #expect(theme.style(of: .lost, isSelected: false) == Style(foreground: 1, attributes: .bold))
    #expect(
      theme.style(of: .lost, isSelected: true)
        == Style(foreground: 1, background: 4, attributes: [.bold, .underline]))
    // It would be invisible.
    #expect(
      theme.style(of: .old, isSelected: true)
        == Style(foreground: 15, background: 4, attributes: .underline))
    #expect(theme.style(of: .plain, isSelected: false) == Style())
  }

  @Test func `the plain theme has no colour`() {
    for role in Role.allCases {
      for isSelected in [false, true] {
        let style = Theme.plain.style(of: role, isSelected: isSelected)
        #expect(style.foreground == nil && style.background == nil, "\(role)")
      }
    }
    #expect(Theme.plain.style(of: .plain, isSelected: true).attributes == .reverse)
  }
}
