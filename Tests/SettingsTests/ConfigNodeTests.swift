import Settings
import Testing

/// A document of a file called `f`.
private func node(_ yaml: String) throws(ConfigError) -> ConfigNode {
  try ConfigNode(yaml: yaml) { .file("f", line: $0) }
}

/// What is said of a document that cannot even be parsed.
private func refusal(_ yaml: String) -> String? {
  do {
    _ = try node(yaml)
    return nil
  } catch {
    return "\(error)"
  }
}

struct ConfigNodeTests {
  @Test func `every value knows its name and its line`() throws {
    let top = try node("# comment\na:\n  b:\n    - one\n    - two\n")
    let items = try #require(try top.map().first?.node.map().first?.node.list())
    #expect(items.map(\.name) == ["a.b[0]", "a.b[1]"])
    #expect(items.map(\.origin) == [.file("f", line: 4), .file("f", line: 5)])
    #expect(try items.map { try $0.value().text } == ["one", "two"])
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
  func `an empty file sets nothing`(yaml: String) throws {
    #expect(try node(yaml).map(keys: ["a"]).isEmpty)
  }

  @Test func `a text keeps its spelling`() throws {
    let entries = try node("a: 1.0\nb: 'yes'\nc: \"\\e[2J\"\nd: 0o17\n").map(keys: [
      "a", "b", "c", "d",
    ])
    #expect(try entries["a"]?.value().text == "1.0")
    #expect(try entries["b"]?.value().text == "yes")
    #expect(try entries["c"]?.value().text == "\u{1B}[2J")
    #expect(try entries["d"]?.value().text == "0o17")
  }

  @Test func `one value stands for a list of one`() throws {
    let entries = try node("a: x\nb: [x, y]\n").map(keys: ["a", "b"])
    #expect(try entries["a"]?.values().map(\.text) == ["x"])
    #expect(try entries["b"]?.values().map(\.text) == ["x", "y"])
  }

  @Test(arguments: [
    ("a: 1\nb: [1, 2\n", "f:3: not YAML at column 1: did not find expected ',' or ']'"),
    ("a: 1\n\tb: 2", "f:2: not YAML at column 1: found a tab character that violates indentation"),
    ("a: 1\nb: 2\na: 3", "f:1: 'a' is set twice; remove one of the lines"),
    ("a: 1\n--- \nb: 2", "f:2: not YAML at column 1: but found another document"),
    ("a: b\u{1}c", "f:1: control characters are not allowed"),
    ("[a]: 1", "f:1: the file has a list or a map as a key; write a name"),
    ("\n\na: &x 1\nb: *x\n", "f:4: the alias '*x' is not supported; write the value out"),
    ("a: *gone\n", "f:1: not YAML at column 4: found undefined alias"),
  ])
  func `what is not plain YAML is refused with its line`(yaml: String, message: String) throws {
    let said = try #require(refusal(yaml))
    #expect(said.hasPrefix(message), "\(said)")
  }

  @Test func `a bomb of aliases is refused at once`() {
    var yaml = "a0: &a0 [x, x]\n"
    for level in 1...30 {
      yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
    }
    yaml += "? *a30\n: x\n"
    #expect(refusal(yaml)?.hasPrefix("f:2: the alias '*a0' is not supported") == true)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "], [17, 900, 100_000])
  func `deep nesting is refused`(opening: String, depth: Int) {
    #expect(refusal(String(repeating: opening, count: depth)) != nil)
  }

  @Test func `a deep map is refused with the line`() {
    let lines = (0..<20).map { String(repeating: " ", count: $0) + "a:\n" }
    #expect(
      refusal(lines.joined())
        == "f:18: \(Array(repeating: "a", count: 17).joined(separator: ".")) "
        + "is nested more than 16 levels deep; flatten it")
  }

  @Test func `a file of more than a megabyte is refused`() {
    let yaml = "a: " + String(repeating: "x", count: ConfigNode.longestFile)
    #expect(refusal(yaml) == "f:1: the file is larger than 1 MB; shorten it")
  }

  @Test func `no control character of a file gets into a message`() throws {
    let hostile = "\"\\e]0;owned\\a\\u202E\": 1\n"
    #expect(
      throws: ConfigError(
        place: "f:1",
        problem: #"unknown key '\u{1B}]0;owned\u{7}\u{202E}'; known are: a, b"#)
    ) { try node(hostile).map(keys: ["a", "b"]) }
    let nested = try node(hostile).map()[0].node
    #expect(
      throws: ConfigError(
        place: "f:1",
        problem: #"'\u{1B}]0;owned\u{7}\u{202E}' is '1'; use true or false, please"#)
    ) { throw try nested.value().refused(use: "true or false, please") }
  }
}
