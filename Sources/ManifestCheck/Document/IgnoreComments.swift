import ShutdownModel

/// The comments `# lastcall-ignore: R03 reason` of a file.
///
/// One on a line, or alone on the line above, is for that line; one above an object, before its first
/// field, is for the whole object.
struct IgnoreComments: Equatable, Sendable {
  /// One such comment.
  struct Comment: Equatable, Sendable {
    var line: Int
    var rule: String
    var reason: String
    /// Whether nothing else stands on its line.
    var isAlone: Bool
  }

  private(set) var comments: [Comment] = []
  /// Lines with more than a comment on them.
  private var written: [Int] = []

  private static let mark = "# lastcall-ignore:"

  init(text: String) {
    guard text.utf8.contains(Self.mark.utf8) else { return }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let line = String(Substring(bytes))
      let words = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      if !words.isEmpty, !words.hasPrefix("#"), !words.hasPrefix("---") {
        written.append(index + 1)
      }
      guard let range = line.firstRange(of: Self.mark) else { continue }
      let parts = line[range.upperBound...].split(maxSplits: 1, whereSeparator: \.isWhitespace)
      comments.append(
        Comment(
          line: index + 1, rule: parts.first.map { $0.harmless(limit: 40) } ?? "",
          reason: parts.count > 1 ? String(parts[1]).harmless(limit: 300) : "",
          isAlone: words.hasPrefix("#")))
    }
  }

  /// Comments that name no rule or give no reason, and so ignore nothing.
  func useless(rules: Set<String>) -> [ManifestProblem] {
    comments.compactMap { comment in
      if !rules.contains(comment.rule) {
        return ManifestProblem(
          line: comment.line,
          problem: "lastcall-ignore names the rule '\(comment.rule)', which does not exist; "
            + "write it as in '\(Self.mark) R03 the reason'")
      }
      guard comment.reason.isEmpty else { return nil }
      return ManifestProblem(
        line: comment.line,
        problem: "lastcall-ignore of \(comment.rule) gives no reason, so it ignores nothing; "
          + "write '\(Self.mark) \(comment.rule) the reason'")
    }
  }

  /// The reason why a finding of a rule on these lines, in an object that begins there, is ignored.
  func reason(rule: String, lines: [Int], objectLine: Int) -> String? {
    comments.first { comment in
      guard comment.rule == rule, !comment.reason.isEmpty else { return false }
      if lines.contains(comment.line) { return true }
      guard comment.isAlone else { return false }
      // The first line below it on which something stands.
      guard let next = written.first(where: { $0 > comment.line }) else { return false }
      return next == objectLine || lines.contains(next)
    }?.reason
  }
}

extension Substring {
  func harmless(limit: Int) -> String { String(harmless: utf8, limit: limit) }
}
