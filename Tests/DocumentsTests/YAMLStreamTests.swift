import Testing

@testable import Documents

struct YAMLStreamTests {
  @Test(arguments: [
    ("a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1 b: [x 'y' 'z']}"),
    ("z: 1\ny: {x: 2, w: 3}\na: 4", "{z: 1 y: {x: 2 w: 3} a: 4}"),
    ("- - a\n  - b\n- c", "[[a b] c]"),
    ("a:\n- b\n- c\n", "{a: [b c]}"),
    ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a: 'x\ny\n' b: 'x y'}"),
    ("a: |2+\n   x\n\n", "{a: ' x\n\n'}"),
    (#"a: "\x41\u00e9\t\0""#, "{a: 'Aé\t\u{0}'}"),
    ("a: 'it''s'\nb: x\n  y", "{a: 'it's' b: x y}"),
    ("a: 1\r\nb: 2\r\n", "{a: 1 b: 2}"),
    ("\u{FEFF}a: 1\n---\n\u{FEFF}a: \u{FEFF}b\n", "{a: 1} | {a: b}"),
    ("? a\n: b\n? c", "{a: b c: }"),
    ("[a: b, c]", "[{a: b} c]"),
    ("a: !!int '1'\nb: !x y", "{a: '1' b: y}"),
    ("%YAML 1.1\n---\na: 1", "{a: 1}"),
    ("# only\n", ""), ("", ""), ("---\n", ""),
    ("a\n--- b\n...\n# c\n---\n- d\n...\n", "a | b | [d]"),
    ("<<: {a: 1}\nb: 2", "{<<: {a: 1} b: 2}"),
  ])
  func `a text becomes a tree`(text: String, tree: String) {
    #expect(reading(text) == tree)
  }

  @Test func `every node and every name has its line`() throws {
    let text = "# c\na:\n  - 1\n\n  - b: |\n      x\n    c:\n      d\n---\ne: {f:\n g}\n"
    var stream = try YAMLStream(text, within: YAMLBounds(bytes: 100, nesting: 9))
    #expect(try stream.next()?.lines == [2, 2, 3, 3, 5, 5, 5, 7, 8])
    #expect(try stream.next()?.lines == [10, 10, 10, 10, 11])
    #expect(try stream.next() == nil)
    #expect(try stream.next() == nil)
  }

  @Test(arguments: ["", "~", "null", "'~'", "\"\"", "Null", "nil", "[]"])
  func `nothing is what is plain and says so`(text: String) throws {
    let bounds = YAMLBounds(bytes: 100, nesting: 9)
    let root = try #require(try YAMLStream.onlyDocument(of: "--- \(text)\n", within: bounds))
    #expect(root.isNothing == ["", "~", "null"].contains(text))
  }

  @Test(arguments: [
    ("a: [", "2:1 did not find expected node content"),
    ("a: 1\nb: [1,\n2\n", "4:1 did not find expected ',' or ']'"),
    ("x\n--- 'open", "x | 2:10 found unexpected end of stream"),
    ("a: b: c", "1:5 mapping values are not allowed in this context"),
    ("é: @x", "1:4 found character that cannot start any token"),
    ("a: *b", "1:4 found undefined alias"),
    ("- &a [*a]", "1:7 found undefined alias"),
    ("\na: !x!y z", "2:4 found undefined tag handle"),
    ("a: \"\\q\"", "1:5 found unknown escape character"),
    ("é\r\nb: \u{1}", #"2: character("control characters are not allowed")"#),
    ("b: \u{0}", #"1: character("control characters are not allowed")"#),
    ("a: 1\n\u{FEFF}b", "2:2 did not find expected key"),
  ])
  func `what is not YAML is refused where it is wrong`(text: String, error: String) {
    #expect(reading(text) == error)
  }

  @Test(arguments: [
    ("x: 1\na: 1\nb: 2\na: 3", #"2: duplicate("a")"#),
    ("c: 1\nb: 1\nc: 1\nb: 2", #"2: duplicate("b")"#),
    ("a: {b: 1,\n'b': 2}\na: 1", #"1: duplicate("b")"#),
    ("a: 1\n'a': 2", #"1: duplicate("a")"#),
    ("- a: 1\n- a: 2", "[{a: 1} {a: 2}]"),
    ("a: 1\n---\na: 2", "{a: 1} | {a: 2}"),
  ])
  func `a name twice in a map is refused with the first line of it`(text: String, error: String) {
    #expect(reading(text) == error)
  }

  @Test(arguments: [
    ("[a]: 1", "1: unnamedKey"), ("- b:\n   ? {c: d}\n   : e", "2: unnamedKey at [0].b"),
    ("{{ .Values.x }}", "1: unnamedKey"), ("a: &l [b]\n*l : c", "1: unnamedKey"),
    ("a: &l b\n*l : c", "{a: b b: c}"),
  ])
  func `a list or a map is no name`(text: String, error: String) {
    #expect(reading(text) == error)
  }

  @Test func `that a document is not YAML is said before anything else of it`() {
    #expect(
      reading("[a]: {b: {c: d}}\ne: [\n", nesting: 2)
        == "3:1 did not find expected node content")
    #expect(reading("[a]: 1\nb: 1\nb: 2") == #"2: duplicate("b")"#)
  }

  @Test func `a text of one document has no other`() throws {
    let bounds = YAMLBounds(bytes: 100, nesting: 2)
    func only(_ text: String) -> String {
      do throws(YAMLError) {
        return try YAMLStream.onlyDocument(of: text, within: bounds)?.short ?? "none"
      } catch {
        return error.short
      }
    }
    #expect(only("a: 1\n...\n") == "{a: 1}")
    #expect(only("# none") == "none")
    #expect(only("[[[a]]]\n--- b") == "2:1 but found another document")
    #expect(only("a\n--- [") == "2:1 but found another document")
    #expect(only("[[a]]") == "1: tooDeep at [0][0]")
  }
}
