import Testing

struct HabitsTests {
  @Test func `no file is longer than 300 lines`() throws {
    let long = try (SourceFile.sources.get() + SourceFile.tests.get())
      .map {
        (
          path: $0.path,
          lines: $0.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        )
      }
      .filter { $0.lines > 300 }
    #expect(long.map { "\($0.path): \($0.lines) lines" } == [])
  }

  @Test func `no room is larger than 8000 lines`() throws {
    let lines = try SourceFile.sources.get().reduce(into: [String: Int]()) { sum, file in
      sum[file.target, default: 0] += file.text.count { $0 == "\n" }
    }
    #expect(lines.filter { $0.value > 8000 } == [:])
  }

  @Test func `no name says nothing`() throws {
    let empty =
      /(?:^|[a-z0-9])(?:Manager|Handler|Helpers?|Utils?|Utilities|Core|Common|Base|Impl|Data|Infos?)(?:$|[A-Z+.])/
    let files = try (SourceFile.sources.get() + SourceFile.tests.get()).filter { file in
      file.path.split(separator: "/").dropFirst().contains { $0.contains(empty) }
    }
    #expect(files.map(\.path) == [])
    let declaration =
      /^(?:(?:public|package|final|indirect) )*(?:struct|class|enum|actor|protocol|typealias) \w*/
    let types = try SourceFile.sources.get().flatMap { file in
      file.places(of: declaration).filter { $0.split(separator: " ").last?.contains(empty) == true }
    }
    #expect(types == [])
  }

  @Test func `nothing is declared safe for concurrency without proof`() throws {
    let unsafe = try SourceFile.sources.get().filter { $0.code.contains("unchecked") }
    #expect(unsafe.flatMap { $0.places(of: /@unchecked\s+Sendable/) } == [])
    // `nonisolated(unsafe)` needs a comment above it that says why it is sound.
    let unexplained = try SourceFile.sources.get().filter {
      $0.code.contains("nonisolated(unsafe)")
    }
    .flatMap { file in
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.indices
        .filter { lines[$0].contains("nonisolated(unsafe)") }
        .filter { $0 == 0 || !lines[$0 - 1].contains("//") }
        .map { "\(file.path):\($0 + 1)" }
    }
    #expect(unexplained == [])
  }

  @Test func `nothing is left to do later or switched off`() throws {
    let marks = /\b(?:TO[D]O|FIX[M]E|XX[X])\b|\.dis[a]bled\(|with[K]nownIssue/
    #expect(
      try (SourceFile.sources.get() + SourceFile.tests.get()).flatMap { $0.places(of: marks) } == []
    )
  }

  @Test func `no path of somebody's machine is written down`() throws {
    let paths = /(?:^|[^\w.\/-])\/(?:work|root|Users|home|opt\/swift)\/\w+/
    let places = [
      "Sources", "Tests", "config", ".ci", "Makefile", "Package.swift", "README.md",
      "CHANGELOG.md", ".editorconfig",
    ]
    // Recordings hold the paths of the machines they were made on.
    let found = try places.flatMap { try SourceFile.all(under: $0) }
      .filter { !$0.path.contains("/Captures/") }
      .flatMap { file in file.text.matches(of: paths).map { "\(file.path): \($0.0)" } }
    #expect(found == [])
  }
}
