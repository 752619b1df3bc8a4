import Testing

/// Holds the recipes of `Sources/README.md` to the sources: what they name is there, and what they ask
/// for that no other test asks for.
struct RecipeTests {
  @Test func `every file, folder and name that a recipe has is there`() throws {
    let text = try #require(try SourceFile.all(under: "Sources/README.md").first).text
    let recipes = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("Recipes\n") })
    let files = try ["Sources", "Tests", "config"].flatMap { try SourceFile.all(under: $0) }
    let named = recipes.matches(of: /`([^`\n]+)`/).map { String($0.1) }
    #expect(named.count > 50)
    let missing = named.filter { name in
      if name.contains("/") || name.contains(/\.(?:swift|yaml)$/) {
        return !files.contains { "/\($0.path)".contains("/\(name)") }
      }
      let words = name.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      return !words.allSatisfy { word in files.contains { $0.text.contains(word) } }
    }
    #expect(missing == [])
  }

  @Test func `every flag and argument has a line of help`() throws {
    // Parentheses in parentheses in parentheses: ArgumentHelp has a call at most.
    let declaration =
      /@(?:Option|Flag|Argument)\b(?:\s*\((?<setting>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\))?/
    let files = try SourceFile.sources.get().filter { $0.target == "lastcall" }
    var count = 0
    var without: [String] = []
    for file in files {
      for match in file.code.matches(of: declaration) {
        count += 1
        if match.output.setting?.contains("help:") != true {
          without.append("\(file.path): \(file.code[match.range.lowerBound...].prefix(120))")
        }
      }
    }
    #expect(count > 50)
    #expect(without == [])
  }
}
