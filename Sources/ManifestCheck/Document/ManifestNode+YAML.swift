import Documents
import HarmlessText
import ShutdownModel

/// The documents of one file, and why others could not be read.
struct ManifestDocuments {
  var roots: [ManifestNode] = []
  var problems: [ManifestProblem] = []

  /// The largest file that is read, in bytes.
  static let longestFile = 8_000_000
  private static let mostAliases = 24
  private static let bounds = YAMLBounds(
    bytes: longestFile, bytesWithAliases: 200_000, aliases: mostAliases, nodes: 1_000_000,
    nesting: 80)

  /// After so many broken documents the rest of a file is not read.
  private static let mostProblems = 10

  /// Reads as many documents as can be read.
  init(yaml: String) {
    var bounds = Self.bounds
    var lines: DocumentLines?
    var first = 1
    while problems.count < Self.mostProblems {
      do throws(YAMLError) {
        try read(lines?.text(from: first) ?? yaml, &bounds)
        return
      } catch {
        let problem = ManifestProblem(error, mostAliases: Self.mostAliases)
        guard !error.isOfText else {
          problems.append(problem)
          return
        }
        let all = lines ?? DocumentLines(yaml)
        lines = all
        let next = error.isOfDocument ? all.beginning(after: error.line, from: first) : nil
        if error.line != problems.last?.line {
          problems.append(problem.advised(isTemplate: all.isTemplate(from: first, to: next)))
        }
        guard let next else { return }
        first = next
      }
    }
    problems[problems.count - 1].problem += "; the rest of the file was not read"
  }

  private mutating func read(_ yaml: String, _ bounds: inout YAMLBounds) throws(YAMLError) {
    var stream = try YAMLStream(yaml, within: bounds)
    defer { bounds.nodes = stream.nodesLeft }
    while let root = try stream.next() {
      if !root.isNothing { roots.append(ManifestNode(root)) }
    }
  }
}

extension ManifestNode {
  fileprivate init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, let isPlain):
      self.init(
        content: node.isNothing ? .nothing : .text(text, isPlain: isPlain), line: node.line)
    case .list(let items):
      self.init(content: .list(items.map { ManifestNode($0) }), line: node.line)
    case .map(let parts):
      var entries: [String: ManifestNode] = [:]
      var merged: [ManifestNode] = []
      for part in parts {
        var child = ManifestNode(part.value)
        if part.name == "<<" {
          if case .list(let nodes) = child.content { merged += nodes } else { merged.append(child) }
          continue
        }
        child.line = part.line
        entries[part.name] = child
      }
      for case .map(let others) in merged.map(\.content) {
        entries.merge(others) { own, _ in own }
      }
      self.init(content: .map(entries), line: node.line)
    }
  }
}

/// Where the documents of a file begin.
private struct DocumentLines {
  private let lines: [Substring.UTF8View]
  /// The numbers of the lines that are `---`, counted from 1.
  private let beginnings: [Int]

  init(_ yaml: String) {
    let lines = yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    self.lines = lines
    beginnings = lines.indices.filter { index in
      guard lines[index].starts(with: "---".utf8) else { return false }
      return lines[index].dropFirst(3).first.map { " \t\r".utf8.contains($0) } ?? true
    }.map { $0 + 1 }
  }

  /// The line where a document begins after the one that has an error there.
  ///
  /// What a document leaves open is noticed where the next begins.
  func beginning(after line: Int, from first: Int) -> Int? {
    beginnings.first { $0 >= line && $0 > first }
  }

  /// The text from a line on, moved down so that its lines keep their numbers.
  func text(from first: Int) -> String {
    String(repeating: "\n", count: first - 1) + text(first, lines.count)
  }

  /// Whether what stands between two lines has the braces of a template, as the charts of Helm do.
  func isTemplate(from first: Int, to next: Int?) -> Bool {
    let last = next.map { $0 - 1 } ?? lines.count
    return (first...max(first, last)).contains { lines[$0 - 1].contains("{{".utf8) }
  }

  private func text(_ first: Int, _ last: Int) -> String {
    lines[(first - 1)..<last].map { String(Substring($0)) }.joined(separator: "\n")
  }
}

extension ManifestProblem {
  /// With what to do about it, which for a template is another thing.
  fileprivate func advised(isTemplate: Bool) -> ManifestProblem {
    guard isTemplate else { return self }
    return ManifestProblem(
      line: line, problem: "\(problem.prefix { $0 != ";" }); \(templateAdvice)")
  }

  fileprivate init(_ error: YAMLError, mostAliases: Int) {
    line = error.line
    problem =
      switch error.reason {
      case .syntax(let problem, let column):
        "not YAML at column \(column): \(problem.harmless(limit: 200)); check indentation and quotes"
      case .character(let problem): "\(problem.harmless(limit: 200)); remove that character"
      case .duplicate(let name):
        "'\(name.harmless(limit: 60))' is set twice; remove one of the lines"
      case .unnamedKey: "a key is a list or a map; write a name"
      case .tooLarge: "the file is larger than 8 MB; split it"
      case .tooLargeWithAliases:
        "a file with aliases is larger than 200 kB; write the values out"
      case .tooManyAliases:
        "the file has more than \(mostAliases) aliases; write the values out"
      case .tooManyNodes: "the file has too many nodes; split it"
      case .tooDeep: "this is nested too deeply; flatten it"
      case .outOfMemory: "the file is nested too deeply; flatten it"
      }
  }
}

extension YAMLError {
  /// Whether nothing of a text can be read.
  fileprivate var isOfText: Bool {
    switch reason {
    case .tooLarge, .tooLargeWithAliases, .tooManyAliases: true
    default: false
    }
  }

  /// Whether it is known in which document it is, and others may be read.
  fileprivate var isOfDocument: Bool {
    switch reason {
    case .syntax, .duplicate, .unnamedKey, .tooDeep: true
    default: false
    }
  }
}

private let templateAdvice =
  "it looks like a template: check what it renders to, as in "
  + "'helm template . | lastcall check -f -'"
