import FoundationEssentials
import Testing

/// A file of this package, as text.
struct SourceFile: CustomTestStringConvertible {
  /// Its path in the package.
  var path: String
  var text: String
  /// The text without comments and the insides of strings, if it is Swift.
  var code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = path.hasSuffix(".swift") ? SwiftCode.withoutCommentsAndStrings(text) : text
  }

  /// The folder under `Sources` or `Tests` it belongs to.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  var testDescription: String { path }

  /// The modules it imports, with the line of each.
  var imports: [(module: String, line: Int)] {
    lines(of: code).compactMap { line, number in
      guard line.contains("import") else { return nil }
      return line.wholeMatch(
        of: /\s*(?:@\w+\s+)?(?:(?:public|package|internal)\s+)?import\s+(?:\w+\s+)?(\w+)[\w.]*\s*/
      )
      .map { (String($0.1), number) }
    }
  }

  /// Its words for which the test holds, as `path:line: word`; a word is an identifier.
  func words(in text: String, where isWanted: (String) -> Bool) -> [String] {
    lines(of: text).flatMap { line, number in
      line.utf8.split { !Self.isPartOfWord($0) }.compactMap { String($0) }.filter(isWanted)
        .map { "\(path):\(number): \($0)" }
    }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// Its lines that contain a match, as `path:line: match`.
  func places(of pattern: some RegexComponent<Substring>) -> [String] {
    lines(of: text).flatMap { line, number in
      line.matches(of: pattern).map { "\(path):\(number): \($0.output)" }
    }
  }

  private func lines(of text: String) -> [(Substring, Int)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.element, $0.offset + 1) }
  }

  /// All files under a folder, or the one file, whose name ends so; built things are left out.
  static func all(under path: String, suffix: String = "") throws -> [SourceFile] {
    let place = root.appending(path: path).path(percentEncoded: false)
    var isFolder = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else { return [] }
    guard isFolder else {
      // A picture or a recorded answer need not be text.
      guard path.hasSuffix(suffix), let bytes = FileManager.default.contents(atPath: place),
        let text = String(validating: bytes, as: UTF8.self)
      else { return [] }
      return [SourceFile(path: path, text: text)]
    }
    return try FileManager.default.contentsOfDirectory(atPath: place).sorted()
      .flatMap { try all(under: "\(path)/\($0)", suffix: suffix) }
  }

  /// The Swift files of `Sources` and of `Tests`, read once.
  static let sources = Result { try all(under: "Sources", suffix: ".swift") }
  static let tests = Result { try all(under: "Tests", suffix: ".swift") }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
