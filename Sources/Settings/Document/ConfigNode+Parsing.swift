import Yams

extension ConfigNode {
  /// The largest file that is read, in bytes.
  public static let longestFile = 1_000_000

  private static let deepestNesting = 16

  /// Reads one YAML document of at most `longestFile` bytes.
  ///
  /// `origin` makes the place of a line from its number.
  public init(yaml: String, origin: (Int) -> ConfigOrigin) throws(ConfigError) {
    let top = origin(1)
    guard yaml.utf8.count <= Self.longestFile else {
      throw ConfigError(place: "\(top)", problem: "the file is larger than 1 MB; shorten it")
    }
    if let alias = Self.alias(in: yaml) {
      throw ConfigError(
        place: "\(origin(alias.line))",
        problem: "the alias \("*\(alias.name)".quotedForMessage) is not supported; "
          + "write the value out")
    }
    let root: Node?
    do {
      // No tag is ever resolved: which type a text is to have is the reader's question.
      root = try Parser(yaml: yaml, resolver: .basic).singleRoot()
    } catch let error as YamlError {
      throw ConfigError(yamlError: error, text: yaml, origin: origin)
    } catch {
      throw ConfigError(place: "\(top)", problem: "the file cannot be read: \(error)")
    }
    guard let root else {
      self.init(name: "", origin: top, content: .nothing)
      return
    }
    try self.init(root, name: "", depth: 0, origin: origin)
  }

  private init(
    _ node: Node, name: String, depth: Int, origin: (Int) -> ConfigOrigin
  ) throws(ConfigError) {
    self.init(name: name, origin: origin(node.mark?.line ?? 1), content: .nothing)
    guard depth <= Self.deepestNesting else {
      throw refused("is nested more than \(Self.deepestNesting) levels deep; flatten it")
    }
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      content = isNothing ? .nothing : .text(scalar.string)
    case .sequence(let sequence):
      var nodes: [ConfigNode] = []
      for (index, item) in sequence.enumerated() {
        nodes.append(
          try ConfigNode(item, name: "\(name)[\(index)]", depth: depth + 1, origin: origin))
      }
      content = .list(nodes)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (keyNode, node) in mapping {
        guard case .scalar(let scalar) = keyNode else {
          throw refused("has a list or a map as a key; write a name")
        }
        let isPlain = scalar.string.utf8.allSatisfy { 0x21...0x7E ~= $0 }
        let word = isPlain ? scalar.string : scalar.string.quotedForMessage
        let path = name.isEmpty ? word : "\(name).\(word)"
        let key = ConfigValue(
          name: path, text: scalar.string, origin: origin(scalar.mark?.line ?? 1))
        entries.append(
          Entry(
            key: key, node: try ConfigNode(node, name: path, depth: depth + 1, origin: origin)))
      }
      content = .map(entries)
    case .alias:
      throw refused("is an alias; write the value out")
    }
  }

  /// The first `*name` whose anchor `&name` stands in the text too.
  ///
  /// The parser follows aliases while it compares keys, which a few lines can make last forever;
  /// so this looks at the text before the parser does, and may see an alias inside quotes.
  private static func alias(in yaml: String) -> (name: String, line: Int)? {
    let boundaries = Set(" \t\r[]{},:\"'".utf8)
    var anchors: Set<String> = []
    var aliases: [(name: String, line: Int)] = []
    let lines = yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      for word in line.split(whereSeparator: boundaries.contains) {
        switch word.first {
        case UInt8(ascii: "&"): anchors.insert(String(word.dropFirst()) ?? "")
        case UInt8(ascii: "*"): aliases.append((String(word.dropFirst()) ?? "", number + 1))
        default: break
        }
      }
    }
    return aliases.first { anchors.contains($0.name) }
  }
}

extension ConfigError {
  fileprivate init(yamlError: YamlError, text: String, origin: (Int) -> ConfigOrigin) {
    switch yamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(
        place: "\(origin(mark.line))",
        problem: "not YAML at column \(mark.column): \(problem); check indentation and quotes")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 } ?? 1
      self.init(place: "\(origin(line))", problem: "\(problem); remove that character")
    case .duplicatedKeysInMapping(let names, let context):
      self.init(
        place: "\(origin(context.mark.line))",
        problem: "\((names.first ?? "").quotedForMessage) is set twice; remove one of the lines")
    case .memory:
      self.init(place: "\(origin(1))", problem: "the file is nested too deeply; flatten it")
    default:
      self.init(place: "\(origin(1))", problem: "the file cannot be read as YAML")
    }
  }
}
