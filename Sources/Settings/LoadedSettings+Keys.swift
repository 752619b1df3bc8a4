extension LoadedSettings {
  /// Which key asks for which intent, from the section `keys`.
  ///
  /// A key of the user's file is taken from the shipped intent that had it. Refused are names that
  /// are no intent, texts that are no key, and a key that one file gives to two intents.
  public func keys(
    intents: some Sequence<String>, isKey: (String) -> Bool
  ) throws(ConfigError) -> [String: String] {
    try keyOwners(intents: intents, isKey: isKey).mapValues(\.intent)
  }

  /// The same, with where each is written.
  func keyOwners(
    intents: some Sequence<String>, isKey: (String) -> Bool
  ) throws(ConfigError) -> [String: (intent: String, origin: ConfigOrigin)] {
    var owners: [String: (intent: String, origin: ConfigOrigin)] = [:]
    guard let section = sections[.keys] else { return [:] }
    _ = try section.map(keys: intents)
    // The shipped entries come first, so that the user's win.
    let entries = try section.map()
    for entry in entries.filter(\.isShipped) + entries.filter({ !$0.isShipped }) {
      for key in try entry.node.values() {
        guard isKey(key.text) else {
          throw key.refused(use: "a key such as q, ctrl-c, f1, up or space")
        }
        if let owner = owners[key.text], owner.origin.isBuiltIn == key.origin.isBuiltIn,
          owner.intent != entry.key.text
        {
          throw ConfigError(
            place: "\(key.origin)",
            problem: "the key \(key.text.quotedForMessage) is given to '\(owner.intent)' and to "
              + "'\(entry.key.text)'; remove it from one of them")
        }
        owners[key.text] = (entry.key.text, key.origin)
      }
    }
    return owners
  }
}

extension ConfigOrigin {
  /// Whether this is a file of the executable's own.
  var isBuiltIn: Bool {
    if case .builtIn = self { true } else { false }
  }
}
