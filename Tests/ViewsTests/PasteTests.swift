import HarmlessText
import Testing

@testable import Views

/// What is pasted is text, and only where text is typed.
struct PasteTests {
  @Test func `a paste does nothing where nothing is typed`() {
    var screen = ScreenState()
    screen.paste("q")
    #expect(screen == ScreenState())
  }

  @Test func `a filter that is typed gets the first line of a paste`() {
    var screen = ScreenState()
    screen.typing = .filter("web-")
    screen.paste("nvqsp\nq\n")
    #expect(screen.typing == .filter("web-nvqsp"))
    #expect(screen.filter == "web-nvqsp")
    #expect(screen.view == .overview)
  }

  @Test(arguments: [
    "\u{1B}[2J\u{7}x", "a\u{9B}31mb", "\u{202E}evil\u{200B}", "\u{0}\u{3}\u{4}q", "\n\n", "",
    String(repeating: "語", count: 100_000), String(repeating: "e\u{301}\u{302}", count: 9000),
  ])
  func `whatever is pasted, the filter stays short and harmless`(text: String) {
    var screen = ScreenState()
    screen.typing = .filter(String(repeating: "x", count: 150))
    for _ in 0..<3 { screen.paste(text) }
    #expect(screen.filter.unicodeScalars.count <= ScreenState.filterLimit)
    #expect(screen.filter.unicodeScalars.allSatisfy { $0.isDrawable })
    #expect(screen.typing == .filter(screen.filter))
  }
}
