import Testing

/// Holds `Sources/README.md` to the sources.
///
/// Its code map has a row ``| `Folder/` | …`` for each folder; each of its invariants ends in
/// `(test: Name)`, the name of a suite or a file of tests.
struct ArchitectureTextTests {
  private let text: String

  init() throws {
    text = try SourceFile.all(under: "Sources/README.md").first?.text ?? ""
  }

  @Test func `the code map has a row for every folder, and for no other`() throws {
    let rows = text.matches(of: /(?m)^\| `(\w+)\/` \|/).map { String($0.1) }
    let folders = Set(try SourceFile.sources.get().map(\.target))
      .union(["CLibYAML", "CNCurses", "CProcess", "CShippedFiles"])
    #expect(Set(rows) == folders)
    #expect(rows.count == folders.count)
  }

  @Test func `every invariant names a test that exists`() throws {
    let section = text.split(separator: "\n## ").first { $0.hasPrefix("Invariants\n") }
    let invariants = try #require(section).split(separator: "\n- ").dropFirst()
    #expect(invariants.count >= 5)
    let files = try SourceFile.tests.get()
    let known = files.flatMap { file in
      [String(file.name.prefix { $0 != "." })]
        + file.code.matches(of: /\bstruct (\w+)/).map { String($0.1) }
    }
    let unguarded = invariants.filter { invariant in
      let names = invariant.matches(of: /\(test: `?(\w+)`?\)/).map { String($0.1) }
      return names.isEmpty || !names.allSatisfy(known.contains)
    }
    #expect(unguarded == [])
  }
}
