public import Views

extension LoadedSettings {
  /// The keymap in force, from the sections `keys` and `commands`.
  ///
  /// - Throws: ``ConfigError`` for a name that is no intent, a text that is no key, and a command that
  ///   cannot be one, with its place.
  public func keymap() throws(ConfigError) -> Keymap {
    var owners = try keyOwners(intents: Intent.allCases.map(\.rawValue)) { Key(name: $0) != nil }
    let commands = try commands(&owners)
    var keys: [Intent: [Key]] = [:]
    // In the order of the file, which is the order they are shown in.
    for entry in try sections[.keys]?.map() ?? [] {
      guard let intent = Intent(rawValue: entry.key.text) else { continue }
      for value in try entry.node.values() where owners[value.text]?.intent == intent.rawValue {
        if let key = Key(name: value.text) { keys[intent, default: []].append(key) }
      }
    }
    return Keymap(keys, commands: commands)
  }

  /// The user's commands and the shipped ones, with the keys that are theirs.
  ///
  /// - Parameter owners: who has which key; what a command takes is taken from there.
  private func commands(
    _ owners: inout [String: (intent: String, origin: ConfigOrigin)]
  ) throws(ConfigError) -> [UserCommand] {
    let entries = try sections[.commands]?.map().filter { $0.node.content != .nothing } ?? []
    var commands: [String: UserCommand] = [:]
    // The shipped entries come first, so that the user's win.
    for entry in entries.filter(\.isShipped) + entries.filter({ !$0.isShipped }) {
      let (keys, words) = try entry.command()
      for key in keys {
        let name = "commands.\(entry.key.text)"
        if let owner = owners[key.text], owner.intent != name {
          if !owner.origin.isBuiltIn, entry.isShipped { continue }
          if owner.origin.isBuiltIn == entry.isShipped {
            throw ConfigError(
              place: "\(key.origin)",
              problem: "the key \(key.text.quotedForMessage) is given to '\(owner.intent)' and to "
                + "\(name.quotedForMessage); remove it from one of them")
          }
        }
        owners[key.text] = (name, key.origin)
      }
      commands[entry.key.text] = UserCommand(
        name: entry.key.text, keys: keys.compactMap { Key(name: $0.text) }, words: words)
    }
    return entries.compactMap { entry in
      guard var command = commands[entry.key.text] else { return nil }
      command.keys.removeAll { owners[$0.name]?.intent != "commands.\(command.name)" }
      return command.keys.isEmpty ? nil : command
    }
  }
}

extension ConfigNode.Entry {
  var isShipped: Bool { key.origin.isBuiltIn }

  /// `{key: d, run: [kubectl, describe, pod, $POD]}`.
  fileprivate func command() throws(ConfigError) -> (keys: [ConfigValue], words: [UserCommand.Word])
  {
    let values = try node.map(keys: ["key", "run"])
    guard let keyNode = values["key"] else {
      throw node.refused("has no key; write one, as in key: d")
    }
    let keys = try keyNode.values()
    for key in keys where Key(name: key.text) == nil {
      throw key.refused(use: "a key such as d, ctrl-d, f7 or space")
    }
    guard let run = values["run"] else {
      throw node.refused(
        "has nothing to run; write a line such as run: [kubectl, describe, pod, $POD]")
    }
    var words: [UserCommand.Word] = []
    for value in try run.commandWords() {
      do {
        words.append(try UserCommand.Word(value.text))
      } catch {
        let known = UserCommand.Variable.allCases.map { "$\($0.rawValue)" }
        throw value.refused(
          because: "$\(error.name) is unknown"
            + hint(for: "$\(error.name)", among: known) + "; write $$ for a dollar sign")
      }
    }
    return (keys, words)
  }
}

extension ConfigNode {
  /// A list of words, or one text that is split at its blanks.
  fileprivate func commandWords() throws(ConfigError) -> [ConfigValue] {
    var words = try values()
    if case .text(let text) = content {
      words = text.split(whereSeparator: \.isWhitespace).map {
        ConfigValue(name: name, text: String($0), origin: origin)
      }
    }
    guard words.first?.text.isEmpty == false else {
      throw refused("has no program; write one, as in [kubectl, describe, pod, $POD]")
    }
    return words
  }
}
