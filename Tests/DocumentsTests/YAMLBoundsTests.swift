import Testing

@testable import Documents

struct YAMLBoundsTests {
  @Test func `a text of too many bytes is not begun`() {
    #expect(reading("a: é", bytes: 5) == "{a: é}")
    #expect(reading("a: é", bytes: 4) == "1: tooLarge")
  }

  @Test func `nodes are counted over all documents, names are not`() {
    let text = "a: 1\n---\n- b\n- c: d\n"
    #expect(reading(text, nodes: 7) == "{a: 1} | [b {c: d}]")
    #expect(reading(text, nodes: 6) == "{a: 1} | 4: tooManyNodes at [1].c")
    #expect(reading(text, nodes: 1) == "1: tooManyNodes")
  }

  @Test func `nesting is bounded, with the way there`() {
    #expect(reading("a:\n  - b:\n     c", nesting: 4) == "{a: [{b: c}]}")
    #expect(reading("a:\n  - b:\n     c", nesting: 3) == "3: tooDeep at .a[0].b")
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "- ? ", "[{a: "], [90, 999, 1100, 100_000])
  func `no nesting overflows the stack`(opening: String, depth: Int) {
    let text = String(repeating: opening, count: depth) + "x"
    #expect(reading(text) != "")
    #expect(reading(text + "\n") != "")
  }

  @Test func `a thousand levels are the end even of what libyaml builds`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[\n", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(reading(nested(999)).hasPrefix("101: tooDeep at [0][0]"))
    #expect(
      reading(nested(1000))
        == "999:1 Maximum nesting level reached, set with yaml_set_max_nest_level())"
    )
  }

  @Test func `an alias is what it leads to, lines and all`() throws {
    let text = "a: &x\n  - 1\nb: *x\n---\nc: *x"
    #expect(reading(text) == "{a: [1] b: [1]} | {c: [1]}")
    let bounds = YAMLBounds(bytes: 100, aliases: 2, nesting: 9)
    var stream = try YAMLStream(text, within: bounds)
    #expect(try stream.next()?.lines == [1, 1, 1, 2, 3, 1, 2])
    #expect(reading("a: &x 1\nb: &x 2\nc: *x") == "{a: 1 b: 2 c: 2}")
  }

  @Test func `aliases are counted before anything is built`() {
    let text = "a: &x 1\nb: *x\nc: [*x, {d: *x}]\ne: [\n"
    #expect(reading(text, aliases: 2) == #"3: tooManyAliases("x")"#)
    #expect(reading(text, aliases: 0) == #"2: tooManyAliases("x")"#)
    #expect(reading("a: '&x'\nb: '*x'", aliases: 0) == #"2: tooManyAliases("x")"#)
    #expect(reading("# R & D, 2 * 3\na: 'x &(y) *(y)'", aliases: 0) == "{a: 'x &(y) *(y)'}")
    #expect(reading(text, bytesWithAliases: 30) == "2: tooLargeWithAliases")
    #expect(reading("a: &x 1\nb: '*y'", bytesWithAliases: 3) == "{a: 1 b: '*y'}")
  }

  @Test func `aliases that only libyaml sees are counted, too`() {
    #expect(reading("- &x 1\n- *x\u{85}- *x\u{2028}", aliases: 1) == #"3: tooManyAliases("x")"#)
  }

  @Test func `a bomb of aliases is refused within its bounds`() {
    var bomb = "- &a0 [x, x]\n"
    for level in 1...60 { bomb += "- &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(reading(bomb, aliases: 24).hasSuffix(#"tooManyAliases("a12")"#))
    #expect(reading(bomb, aliases: 1000, nodes: 100_000).contains("tooManyNodes"))
    #expect(reading(bomb, aliases: 1000, nesting: 20).contains("tooDeep"))
  }

  @Test func `deep nesting in a chain of aliases is let go without a stack overflow`() {
    var text = ""
    for link in 0..<24 {
      let inner = link == 0 ? "x" : "*a\(link - 1)"
      text +=
        "- &a\(link) " + String(repeating: "[\n ", count: 990) + inner
        + String(repeating: "]", count: 990) + "\n"
    }
    #expect(reading(text, aliases: 24).contains("tooDeep"))
  }
}
