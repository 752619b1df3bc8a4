import Settings
import Testing

struct KeyBindingTests {
  /// The keys as a user with this section of a file gets them.
  private func keys(_ section: String) throws -> [String: String] {
    var loaded = try LoadedSettings(flags: [:], environment: [:])
    let shipped = try ConfigNode(yaml: "quit: [q, f10]\nhelp: [f1]\nopen: enter\n") {
      .builtIn(file: "keys", line: $0)
    }
    // What is shipped changes with the views; these tests bring their own.
    let own = try ConfigNode(yaml: "keys:\n" + section) { .file("c", line: $0) }.map()[0].node
    loaded.sections[.keys] = try shipped.replacingEntries(with: own)
    return try loaded.keys(intents: ["quit", "help", "open", "sort"]) {
      ["q", "f10", "f1", "enter", "x", "z"].contains($0)
    }
  }

  @Test func `keys that are not named stay as they are shipped`() throws {
    #expect(try keys("") == ["q": "quit", "f10": "quit", "f1": "help", "enter": "open"])
  }

  @Test func `an entry of the user takes the place of the shipped one`() throws {
    #expect(
      try keys("  quit: x\n  sort: [z]\n")
        == ["x": "quit", "f1": "help", "enter": "open", "z": "sort"])
  }

  @Test func `a key of the user is taken from the intent that was shipped with it`() throws {
    #expect(
      try keys("  sort: [q]\n") == ["q": "sort", "f10": "quit", "f1": "help", "enter": "open"])
  }

  @Test(arguments: [
    ("  quitt: x\n", "c:2: unknown key 'quitt'; did you mean 'quit'?"),
    (
      "  quit: [x]\n  sort: [z, x]\n",
      "c:3: the key 'x' is given to 'quit' and to 'sort'; remove it from one of them"
    ),
    (
      "  quit: hyper-x\n",
      "c:2: keys.quit is 'hyper-x'; use a key such as q, ctrl-c, f1, up or space"
    ),
    ("  - quit\n", "c:2: keys is not a map; write indented lines 'key: value'"),
  ])
  func `a wrong binding is refused`(section: String, message: String) throws {
    let error = try #require(throws: (any Error).self) { try keys(section) }
    #expect("\(error)" == message)
  }
}
