import HarmlessText
import ShutdownModel
import Yams

/// The documents of one file, and why others could not be read.
struct ManifestDocuments {
  var roots: [ManifestNode] = []
  var problems: [ManifestProblem] = []

  /// The largest file that is read, in bytes.
  static let longestFile = 8_000_000
  /// More nodes than this, aliases counted as often as they are used, are no manifest.
  private static let mostNodes = 1_000_000
  private static let deepestNesting = 80
  /// An alias may lead to others, so that few of them make a file endless.
  private static let mostAliases = 24
  private static let longestFileWithAliases = 200_000

  /// After so many broken documents the rest of a file is not read.
  private static let mostProblems = 10

  /// Reads as many documents as can be read.
  init(yaml: String) {
    do throws(ManifestProblem) {
      try Self.refuseBombs(in: yaml)
    } catch {
      problems = [error]
      return
    }
    var nodesLeft = Self.mostNodes
    var lines: DocumentLines?
    var first = 1
    while problems.count < Self.mostProblems {
      do throws(ManifestProblem) {
        try read(lines?.text(from: first) ?? yaml, &nodesLeft)
        return
      } catch {
        let all = lines ?? DocumentLines(yaml)
        lines = all
        let next = nodesLeft > 0 ? all.beginning(after: error.line, from: first) : nil
        if error.line != problems.last?.line {
          problems.append(error.advised(isTemplate: all.isTemplate(from: first, to: next)))
        }
        guard let next else { return }
        first = next
      }
    }
    problems[problems.count - 1].problem += "; the rest of the file was not read"
  }

  private mutating func read(
    _ yaml: String, _ nodesLeft: inout Int
  ) throws(ManifestProblem) {
    do {
      let parser = try Parser(yaml: yaml, resolver: .basic)
      while let root = try parser.nextRoot() {
        let node = try ManifestNode(root, depth: Self.deepestNesting, nodesLeft: &nodesLeft)
        if node.content != .nothing { roots.append(node) }
      }
    } catch let problem as ManifestProblem {
      throw problem
    } catch let error as YamlError {
      // Of these nobody knows in which document they are.
      switch error {
      case .scanner, .parser, .composer, .duplicatedKeysInMapping: break
      default: nodesLeft = 0
      }
      throw ManifestProblem(error, text: yaml)
    } catch {
      throw ManifestProblem(line: 1, problem: "the file cannot be read as YAML")
    }
  }

  private static func isAnchorName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        scalar == "_" || scalar == "-" || (scalar.isASCII && scalar.properties.isAlphabetic)
          || ("0"..."9").contains(scalar)
      }
  }

  /// The parser follows aliases while it compares keys; this looks at the text before it does.
  private static func refuseBombs(in yaml: String) throws(ManifestProblem) {
    guard yaml.utf8.count <= longestFile else {
      throw ManifestProblem(line: 1, problem: "the file is larger than 8 MB; split it")
    }
    let boundaries = Set(" \t\r[]{},:\"'".utf8)
    var anchors: Set<String> = []
    var aliases: [(name: String, line: Int)] = []
    let lines = yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      guard line.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "*") })
      else { continue }
      for word in line.split(whereSeparator: boundaries.contains) {
        guard let name = String(word.dropFirst()), isAnchorName(name) else { continue }
        switch word.first {
        case UInt8(ascii: "&"): anchors.insert(name)
        case UInt8(ascii: "*"): aliases.append((name, number + 1))
        default: break
        }
      }
    }
    let used = aliases.filter { anchors.contains($0.name) }
    if used.count > mostAliases {
      throw ManifestProblem(
        line: used[mostAliases].line,
        problem: "the file has more than \(mostAliases) aliases; write the values out")
    }
    if let first = used.first, yaml.utf8.count > longestFileWithAliases {
      throw ManifestProblem(
        line: first.line,
        problem: "a file with aliases is larger than 200 kB; write the values out")
    }
  }
}

extension ManifestNode {
  fileprivate init(_ node: Node, depth: Int, nodesLeft: inout Int) throws(ManifestProblem) {
    let line = node.mark?.line ?? 1
    nodesLeft -= 1
    guard nodesLeft > 0 else {
      throw ManifestProblem(line: line, problem: "the file has too many nodes; split it")
    }
    guard depth > 0 else {
      throw ManifestProblem(line: line, problem: "this is nested too deeply; flatten it")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      let isNothing = isPlain && ["", "~", "null"].contains(scalar.string)
      self.init(
        content: isNothing ? .nothing : .text(scalar.string, isPlain: isPlain), line: line)
    case .sequence(let sequence):
      var items: [ManifestNode] = []
      for item in sequence {
        items.append(try ManifestNode(item, depth: depth - 1, nodesLeft: &nodesLeft))
      }
      self.init(content: .list(items), line: line)
    case .mapping(let mapping):
      var entries: [String: ManifestNode] = [:]
      var merged: [ManifestNode] = []
      for (key, value) in mapping {
        guard case .scalar(let scalar) = key else {
          throw ManifestProblem(line: line, problem: "a key is a list or a map; write a name")
        }
        var child = try ManifestNode(value, depth: depth - 1, nodesLeft: &nodesLeft)
        if scalar.string == "<<" {
          if case .list(let nodes) = child.content { merged += nodes } else { merged.append(child) }
          continue
        }
        child.line = scalar.mark?.line ?? child.line
        entries[scalar.string] = child
      }
      for case .map(let others) in merged.map(\.content) {
        entries.merge(others) { own, _ in own }
      }
      self.init(content: .map(entries), line: line)
    case .alias:
      throw ManifestProblem(line: line, problem: "an alias leads nowhere; write the value out")
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

  fileprivate init(_ error: YamlError, text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(
        line: mark.line,
        problem: "not YAML at column \(mark.column): \(problem.harmless(limit: 200)); "
          + "check indentation and quotes")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 } ?? 1
      self.init(line: line, problem: "\(problem.harmless(limit: 200)); remove that character")
    case .duplicatedKeysInMapping(let names, let context):
      let line = max(context.mark.line, 1)
      let name = (names.first ?? "").harmless(limit: 60)
      self.init(line: line, problem: "'\(name)' is set twice; remove one of the lines")
    case .memory:
      self.init(line: 1, problem: "the file is nested too deeply; flatten it")
    default:
      self.init(line: 1, problem: "the file cannot be read as YAML")
    }
  }
}

private let templateAdvice =
  "it looks like a template: check what it renders to, as in "
  + "'helm template . | lastcall check -f -'"
