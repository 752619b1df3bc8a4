import Testing

@testable import Views

struct TextFilterTests {
  private func shows(_ filter: String, _ texts: String?...) -> Bool {
    var filter = TextFilter(filter)
    return texts.count == 1
      ? filter.shows(texts[0]) : filter.shows(texts[0], texts[1], texts.last ?? nil)
  }

  @Test(
    arguments: [
      ("drain", ["still draining", "DRAIN"], ["done"]),
      ("Drain", ["Drain"], ["drain", "DRAIN"]),
      ("^GET .* 5\\d\\d$", ["GET /a 503"], ["get /a 503", "GET /a 200", "POST GET / 500 "]),
      ("error|warn", ["an ERROR", "Warning"], ["info"]),
      (#"\S+ left"#, ["3 left", "Three LEFT"], [" left"]),
      ("grün", ["Grün", "GRÜN"], ["grun"]),
      ("Grün", ["Grün"], ["grün"]),
      ("!health", ["GET /"], ["GET /healthz", "HEALTH"]),
      (#"\!x"#, ["!x"], ["x"]),
      // No expressions: looked for as they are.
      ("(", ["f("], ["f"]),
      ("a**", ["A**b"], ["aa"]),
      ("[shop", ["ns [Shop]"], ["shop"]),
      ("!(", ["f"], ["f("]),
      (#"C:\q"#, [#"C:\q"#], [#"c:\q"#]),
    ] as [(String, [String], [String])])
  func `what is typed shows what it finds`(
    text: String, shown: [String], hidden: [String]
  ) {
    for shown in shown { #expect(shows(text, shown), "\(shown)") }
    for hidden in hidden { #expect(!shows(text, hidden), "\(hidden)") }
  }

  @Test(arguments: ["", "!"])
  func `without an expression everything is shown`(text: String) {
    #expect(TextFilter(text).isEmpty)
    #expect(shows(text, "x", nil, nil))
    #expect(TextFilter(text).heading == nil)
  }

  @Test func `one of several texts is enough, and none may be found by what leaves out`() {
    #expect(shows("web", nil, "db", "web-1"))
    #expect(!shows("web", nil, "db", nil))
    #expect(!shows("!web", nil, "db", "web-1"))
    #expect(shows("!web", nil, "db", nil))
  }

  @Test func `what is no expression is said`() {
    #expect(TextFilter("a(").problem?.hasPrefix("has a '(' without a ')'") == true)
    #expect(TextFilter("a(").heading == " filter, as text: a( ")
    #expect(TextFilter("a(b)").problem == nil)
    #expect(TextFilter("a(b)").heading == " filter: a(b) ")
  }

  @Test func `what is found is told in whole characters`() {
    let text = "aÜxbb語b"
    var filters = [TextFilter("ü|b+"), TextFilter("!z")]
    let found = filters.indices.map { filters[$0].matches(in: text).map { text[$0] } }
    #expect(found == [["Ü", "bb", "b"], []])
  }

  @Test(arguments: 0..<40)
  func `whatever is typed finds itself as text, or is an expression`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let pieces = Array("ab(1)[]{}*+?.|^$\\!-_ ü語é/\"'<&%#@~`").map(String.init)
    for _ in 0..<50 {
      let text = (0..<Int.random(in: 1...ScreenState.filterLimit, using: &random))
        .map { _ in random.pick(pieces) }.joined()
      let isExclusion = text.hasPrefix("!")
      let pattern = isExclusion ? String(text.dropFirst()) : text
      if TextFilter(text).problem != nil {
        #expect(shows(text, "x" + pattern + "y") == !isExclusion, "\(text)")
      }
    }
  }

  @Test(arguments: [
    "(a*)*b", "(a|aa)+$", "(x+x+)+y", "(.*)(.*)(.*)(.*)(.*)z", "(\\w{1,60}){1,60}!",
  ])
  func `what makes other engines go on for ever ends`(text: String) {
    #expect(!shows(text, String(repeating: "a", count: 4000) + " "))
    #expect(!shows(text, String(repeating: "x", count: 4000) + " "))
  }
}
