import ShutdownModel
import Yams

/// The documents of one file, and why no more could be read.
struct ManifestDocuments {
  var roots: [ManifestNode] = []
  var problem: ManifestProblem?

  /// The largest file that is read, in bytes.
  static let longestFile = 8_000_000
  /// More nodes than this, aliases counted as often as they are used, are no manifest.
  private static let mostNodes = 1_000_000
  private static let deepestNesting = 80
  /// An alias may lead to others, so that few of them make a file endless.
  private static let mostAliases = 24
  private static let longestFileWithAliases = 200_000

  /// Reads as many documents as can be read.
  init(yaml: String) {
    do throws(ManifestProblem) {
      try Self.refuseBombs(in: yaml)
      try read(yaml)
    } catch {
      problem = error
    }
  }

  private mutating func read(_ yaml: String) throws(ManifestProblem) {
    var nodesLeft = Self.mostNodes
    do {
      let parser = try Parser(yaml: yaml, resolver: .basic)
      while let root = try parser.nextRoot() {
        let node = try ManifestNode(root, depth: Self.deepestNesting, nodesLeft: &nodesLeft)
        if node.content != .nothing { roots.append(node) }
      }
    } catch let problem as ManifestProblem {
      guard yaml.isTemplate else { throw problem }
      throw ManifestProblem(
        line: problem.line, problem: "\(problem.problem.prefix { $0 != ";" }); \(templateAdvice)")
    } catch let error as YamlError {
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

extension ManifestProblem {
  fileprivate init(_ error: YamlError, text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let template = text.isTemplate ? templateAdvice : "check indentation and quotes"
      self.init(
        line: mark.line,
        problem: "not YAML at column \(mark.column): \(problem.harmless(limit: 200)); \(template)")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 } ?? 1
      self.init(line: line, problem: "\(problem.harmless(limit: 200)); remove that character")
    case .duplicatedKeysInMapping(let names, let context):
      let line = max(context.mark.line, 1)
      let name = (names.first ?? "").harmless(limit: 60)
      self.init(
        line: line,
        problem: text.isTemplate
          ? "'\(name)' is set twice; \(templateAdvice)"
          : "'\(name)' is set twice; remove one of the lines")
    case .memory:
      self.init(line: 1, problem: "the file is nested too deeply; flatten it")
    default:
      self.init(line: 1, problem: "the file cannot be read as YAML")
    }
  }
}

extension String {
  /// Whether it has the braces of a template, as the charts of Helm do.
  fileprivate var isTemplate: Bool { utf8.contains("{{".utf8) }
}

private let templateAdvice =
  "it looks like a template: check what it renders to, as in "
  + "'helm template . | lastcall check -f -'"
