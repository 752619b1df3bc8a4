package import ContainerCommands

extension LoadedSettings {
  /// What is known of servers, from the section `servers`: the user's own first.
  ///
  /// - Throws: ``ConfigError`` for an unknown key, a value that is none, and a name that is given to two
  ///   servers of one file, with its place.
  package func servers() throws(ConfigError) -> ServerTable {
    let entries = try sections[.servers]?.map() ?? []
    let own = try entries.filter { !$0.key.origin.isBuiltIn }.servers()
    return ServerTable(own + (try entries.filter { $0.key.origin.isBuiltIn }.servers()))
  }
}

extension [ConfigNode.Entry] {
  /// The servers of one file.
  fileprivate func servers() throws(ConfigError) -> [Server] {
    var servers: [Server] = []
    var owners: [String: String] = [:]
    for entry in self where entry.node.content != .nothing {
      var server = Server(name: entry.key.text)
      let values = try entry.node.map(keys: Server.fields.map(\.name))
      for field in Server.fields {
        guard let node = values[field.name], node.content != .nothing else { continue }
        try server.read(node, field)
        guard ["images", "containers", "programs"].contains(field.name) else { continue }
        for name in try node.values() {
          let owner = owners.updateValue(server.name, forKey: "\(field.name) \(name.text)")
          guard let owner else { continue }
          throw name.refused(
            because: owner == server.name
              ? "it stands there twice; remove one"
              : "\(owner.quotedForMessage) has it, too; remove it from one of them")
        }
      }
      servers.append(server)
    }
    return servers
  }
}

extension Server {
  fileprivate mutating func read(_ node: ConfigNode, _ field: Field) throws(ConfigError) {
    switch field.place {
    case .text(let path): self[keyPath: path] = try node.value().text(field.form)
    case .texts(let path):
      self[keyPath: path] = []
      for value in try node.values() { self[keyPath: path].append(try value.text(field.form)) }
    case .number(let path): self[keyPath: path] = try node.value().integer(in: 0...1_000_000)
    case .numbers(let path):
      self[keyPath: path] = []
      for value in try node.values() {
        self[keyPath: path].append(try value.integer(in: 1...65535))
      }
    case .signals(let path):
      for entry in try node.map() {
        self[keyPath: path][entry.key.text] = try entry.node.value().text(.signal)
      }
    }
  }
}

extension ConfigValue {
  /// The text, if it has a form.
  fileprivate func text(_ form: Server.Field.Form) throws(ConfigError) -> String {
    switch form {
    case .oneOf(let names): return try oneOf(names)
    case .signal:
      let isName = text.dropFirst(3).allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
      guard text.hasPrefix("SIG"), text.count > 3, isName else {
        throw refused(use: "a signal such as SIGTERM")
      }
    case .version:
      guard
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ Int($0) != nil })
      else { throw refused(use: "a version such as \"1.20\", in quotes") }
    case .any:
      guard !text.allSatisfy(\.isWhitespace) else { throw refused(use: "a name") }
    }
    return text
  }
}
