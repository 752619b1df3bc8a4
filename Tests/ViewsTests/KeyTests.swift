import Testing

@testable import Views

struct KeyTests {
  private static let named: [Key] = [
    .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .enter, .escape, .backspace,
    .delete, .character(" "), .character("q"), .character("G"), .character("?"), .character("語"),
    .control("c"), .control("z"), .function(1), .function(12),
  ]

  @Test(arguments: named)
  func `a key is read from its own name`(key: Key) {
    #expect(Key(name: key.name) == key)
  }

  @Test(arguments: [
    "", " ", "ctrl-", "ctrl-C", "ctrl-1", "ctrl-cc", "f0", "f13", "fx", "f-1", "UP", "qq",
    "\u{1B}", "\u{7F}", "\u{202E}", "page-up", "shift-a",
  ])
  func `what is no key is refused`(name: String) {
    #expect(Key(name: name) == nil)
  }

  @Test func `a letter f is a key and not a function key`() {
    #expect(Key(name: "f") == .character("f"))
  }

  @Test func `keys are shown short, and in ASCII by their names`() {
    let keys: [Key] = [.up, .enter, .control("c"), .function(10), .pageDown, .character("q")]
    #expect(keys.map { $0.symbol(.unicode) } == ["↑", "⏎", "^C", "F10", "pgdn", "q"])
    #expect(keys.map { $0.symbol(.ascii) } == ["up", "enter", "ctrl-c", "f10", "pgdn", "q"])
  }

  @Test func `of two intents with one key the earlier has it`() {
    let keymap = Keymap([.quit: [.character("x")], .open: [.character("x"), .enter]])
    #expect(keymap.intent(of: .character("x")) == .open)
    #expect(keymap.intent(of: .enter) == .open)
    #expect(keymap.intent(of: .escape) == nil)
  }

  @Test func `the shipped keys reach every intent`() throws {
    let keymap = try ScreenContext.shipped().keymap
    for intent in Intent.allCases {
      let keys = keymap.keys[intent] ?? []
      #expect(!keys.isEmpty, "\(intent)")
      #expect(keys.allSatisfy { keymap.intent(of: $0) == intent }, "\(intent)")
    }
    #expect(keymap.intent(of: .control("c")) == .quit)
    #expect(keymap.intent(of: .function(10)) == .quit)
    #expect(keymap.intent(of: .function(1)) == .help)
  }
}
