import HarmlessText
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
  }

  private(set) var comments: [Comment] = []
  /// By rule, then by the line they are for: why a finding there is ignored.
  private var ownLines: [String: [Int: String]] = [:]
  private var linesBelow: [String: [Int: String]] = [:]

  private static let mark = "# lastcall-ignore:"

  init(text: String) {
    guard text.utf8.contains(Self.mark.utf8) else { return }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var waiting: [Comment] = []
    for (index, bytes) in lines.enumerated() {
      let line = String(Substring(bytes))
      let words = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      if !words.isEmpty, !words.hasPrefix("#"), !words.hasPrefix("---") {
        for comment in waiting {
          linesBelow[comment.rule, default: [:]][index + 1] = comment.reason
        }
        waiting = []
      }
      guard let range = line.firstRange(of: Self.mark) else { continue }
      let parts = line[range.upperBound...].split(maxSplits: 1, whereSeparator: \.isWhitespace)
      let comment = Comment(
        line: index + 1, rule: parts.first.map { $0.harmless(limit: 40) } ?? "",
        reason: parts.count > 1 ? String(parts[1]).harmless(limit: 300) : "")
      comments.append(comment)
      guard !comment.reason.isEmpty else { continue }
      ownLines[comment.rule, default: [:]][comment.line] = comment.reason
      if words.hasPrefix("#") { waiting.append(comment) }
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
    let (own, below) = (ownLines[rule] ?? [:], linesBelow[rule] ?? [:])
    return lines.lazy.compactMap { own[$0] ?? below[$0] }.first ?? below[objectLine]
  }
}

extension Substring {
  func harmless(limit: Int) -> String { String(harmless: utf8, limit: limit) }
}
