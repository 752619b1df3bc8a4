import Testing

/// The other tests here are worth as much as this reading of Swift.
struct ScannerTests {
  @Test func `comments and strings are blanked, line for line`() {
    let text = """
      let a = "Task // \\" no" // Task
      /* Task
      */ let b = #"\\"# + c // x
      """
    #expect(
      SwiftCode.withoutCommentsAndStrings(text) == """
        let a = "             "        
               
           let b = #" "# + c     
        """)
    #expect(
      SwiftCode.withoutComments(text).hasPrefix(#"let a = "Task // \" no"        "#))
  }

  @Test func `imports are found however they are written`() {
    let file = SourceFile(
      path: "Sources/X/Y.swift",
      text: """
        // import Not
        public import A
          import B
        @testable import C
        import struct D.E
        @preconcurrency public import F
        let import_ = "import G"
        """)
    #expect(file.imports.map(\.module) == ["A", "B", "C", "D", "F"])
    #expect(file.imports.map(\.line) == [2, 3, 4, 5, 6])
    #expect(file.target == "X")
  }
}
