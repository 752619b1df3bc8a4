import Settings
import Testing
import Views

struct ReadmeTests {
  @Test func `the README lists every key as config has it`() throws {
    let keymap = try LoadedSettings(flags: [:], environment: [:]).keymap()
    let expected = Intent.allCases.map { intent in
      let keys = (keymap.keys[intent] ?? []).map { "`\($0.name)`" }.joined(separator: " ")
      return "| \(keys) | \(intent.help) |"
    }
    let lines = try PackageFiles.text("README.md").split(separator: "\n").map(String.init)
    let head = try #require(lines.firstIndex(of: "| key | what it does |"))
    #expect(Array(lines[(head + 2)...].prefix { $0.hasPrefix("|") }) == expected)
  }
}
