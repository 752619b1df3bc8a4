import Settings
import Testing

@testable import Views

/// The section `commands:`, and who has a key.
struct CommandSettingsTests {
  /// The keymap of a user with this file.
  private func keymap(_ yaml: String) throws -> Keymap {
    var loaded = try LoadedSettings(flags: [:], environment: [:])
    let file = try ConfigNode(yaml: yaml) { .file("c", line: $0) }
    for entry in try file.map() {
      guard let section = ShippedFile(rawValue: entry.key.text) else { continue }
      loaded.sections[section] = try section.node().replacingEntries(with: entry.node)
    }
    return try loaded.keymap()
  }

  private func names(_ keymap: Keymap) -> [String] {
    keymap.commands.map { "\($0.name): \($0.keys.map(\.name).joined(separator: " "))" }
  }

  @Test func `the shipped commands have keys that nothing else has`() throws {
    let keymap = try keymap("")
    #expect(names(keymap) == ["describe: d", "yaml: Y", "logs -p: P"])
    for command in keymap.commands {
      for key in command.keys { #expect(keymap.intent(of: key) == nil) }
    }
  }

  @Test func `a list stays as it is, and a text is split at its blanks`() throws {
    let keymap = try keymap(
      """
      commands:
        one: {key: x, run: [echo, "a b", $POD]}
        two: {key: [z, f8], run: " echo  a b  $POD "}
      """)
    let words = keymap.commands.suffix(2).map { $0.words.map { "\($0.parts)" }.count }
    #expect(words == [3, 4])
    #expect(names(keymap).suffix(2) == ["one: x", "two: z f8"])
  }

  @Test func `an entry takes the place of the shipped one, and none removes it`() throws {
    let keymap = try keymap("commands:\n  describe: {key: x, run: echo}\n  yaml: ~\n")
    #expect(names(keymap) == ["describe: x", "logs -p: P"])
    #expect(keymap.command(of: .character("d")) == nil)
  }

  @Test func `a key of the user is taken from what is shipped with it`() throws {
    let taking = try keymap("commands:\n  top: {key: s, run: echo}\n")
    #expect(taking.command(of: .character("s"))?.name == "top")
    #expect(taking.intent(of: .character("s")) == nil)
    #expect(taking.intent(of: .function(6)) == .sort)
    let binding = try keymap("keys:\n  sort: d\n")
    #expect(binding.intent(of: .character("d")) == .sort)
    #expect(names(binding) == ["yaml: Y", "logs -p: P"])
    let other = try keymap("commands:\n  top: {key: [d, x], run: echo}\n")
    #expect(names(other) == ["yaml: Y", "logs -p: P", "top: d x"])
  }

  @Test(arguments: [
    ("commands:\n  x: {run: echo}\n", "c:2: commands.x has no key; write one, as in key: d"),
    (
      "commands:\n  x: {key: x}\n",
      "c:2: commands.x has nothing to run; write a line such as run: [kubectl, describe, pod, $POD]"
    ),
    (
      "commands:\n  x: {key: x, run: []}\n",
      "c:2: commands.x.run has no program; write one, as in [kubectl, describe, pod, $POD]"
    ),
    (
      "commands:\n  x: {key: x, run: \"  \"}\n",
      "c:2: commands.x.run has no program; write one, as in [kubectl, describe, pod, $POD]"
    ),
    (
      "commands:\n  x: {key: hyper-x, run: echo}\n",
      "c:2: commands.x.key is 'hyper-x'; use a key such as d, ctrl-d, f7 or space"
    ),
    (
      "commands:\n  x: {keys: x, run: echo}\n",
      "c:2: unknown key 'keys' in commands.x; did you mean 'key'?"
    ),
    (
      "commands:\n  x: {key: x, run: [echo, a$POT]}\n",
      "c:2: commands.x.run[1] is 'a$POT'; $POT is unknown; did you mean '$POD'?; "
        + "write $$ for a dollar sign"
    ),
    (
      "commands:\n  x: {key: x, run: echo}\n  y: {key: x, run: echo}\n",
      "c:3: the key 'x' is given to 'commands.x' and to 'commands.y'; remove it from one of them"
    ),
    (
      "keys:\n  sort: x\ncommands:\n  y: {key: x, run: echo}\n",
      "c:4: the key 'x' is given to 'sort' and to 'commands.y'; remove it from one of them"
    ),
    ("commands: [x]\n", "c:1: commands is not a map; write indented lines 'key: value'"),
    ("commands:\n  x: echo\n", "c:2: commands.x is not a map; write indented lines 'key: value'"),
  ])
  func `a wrong command is refused with its place`(yaml: String, message: String) throws {
    let error = try #require(throws: (any Error).self) { try keymap(yaml) }
    #expect("\(error)" == message)
  }
}
