import Documents

extension ConfigNode {
  /// The largest file that is read, in bytes.
  public static let longestFile = 1_000_000

  private static let deepestNesting = 16

  /// Reads one YAML document of at most `longestFile` bytes.
  ///
  /// `origin` makes the place of a line from its number.
  public init(yaml: String, origin: (Int) -> ConfigOrigin) throws(ConfigError) {
    // The file itself is no level.
    let bounds = YAMLBounds(bytes: Self.longestFile, nesting: 1 + Self.deepestNesting)
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLStream.onlyDocument(of: yaml, within: bounds)
    } catch {
      throw Self.refusal(error, at: origin(error.line))
    }
    if let root {
      self.init(root, name: "", origin: origin)
    } else {
      self.init(name: "", origin: origin(1), content: .nothing)
    }
  }

  private init(_ node: YAMLNode, name: String, origin: (Int) -> ConfigOrigin) {
    self.init(name: name, origin: origin(node.line), content: .nothing)
    switch node.content {
    case .scalar(let text, _):
      content = node.isNothing ? .nothing : .text(text)
    case .list(let items):
      content = .list(
        items.enumerated().map { index, item in
          ConfigNode(item, name: Self.name(.item(index), under: name), origin: origin)
        })
    case .map(let entries):
      content = .map(
        entries.map { entry in
          let path = Self.name(.entry(entry.name), under: name)
          return Entry(
            key: ConfigValue(name: path, text: entry.name, origin: origin(entry.line)),
            node: ConfigNode(entry.value, name: path, origin: origin))
        })
    }
  }

  private static func name(_ step: YAMLError.Step, under name: String) -> String {
    switch step {
    case .item(let index): return "\(name)[\(index)]"
    case .entry(let key):
      let word = key.utf8.allSatisfy { 0x21...0x7E ~= $0 } ? key : key.quotedForMessage
      return name.isEmpty ? word : "\(name).\(word)"
    }
  }

  private static func refusal(_ error: YAMLError, at origin: ConfigOrigin) -> ConfigError {
    let node = ConfigNode(
      name: error.path.reduce("") { name($1, under: $0) }, origin: origin, content: .nothing)
    let problem: String
    switch error.reason {
    case .unnamedKey: return node.refused("has a list or a map as a key; write a name")
    case .tooDeep:
      return node.refused("is nested more than \(deepestNesting) levels deep; flatten it")
    case .syntax(let words, let column):
      problem = "not YAML at column \(column): \(words); check indentation and quotes"
    case .character(let words): problem = "\(words); remove that character"
    case .duplicate(let name):
      problem = "\(name.quotedForMessage) is set twice; remove one of the lines"
    case .tooManyAliases(let name):
      problem = "the alias \("*\(name)".quotedForMessage) is not supported; write the value out"
    case .tooLarge, .tooLargeWithAliases, .tooManyNodes:
      problem = "the file is larger than 1 MB; shorten it"
    case .outOfMemory: problem = "the file is nested too deeply; flatten it"
    }
    return ConfigError(place: "\(origin)", problem: problem)
  }
}
