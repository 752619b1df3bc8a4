public import LogText
internal import ShutdownModel

extension LoadedSettings {
  /// How log lines are read, from the sections `log-patterns` and `log-forms`.
  ///
  /// The user's entries come first, the shipped entry `general` last.
  ///
  /// - Throws: ``ConfigError`` for a name that is no sign and a pattern that is none, with its place.
  public func logPatterns() throws(ConfigError) -> LogPatterns {
    var own = LogPatterns.Tier()
    var shipped = LogPatterns.Tier()
    var general = LogPatterns.Tier(weighsSpeaker: true)
    for entry in try sections[.logPatterns]?.map() ?? [] {
      if !entry.key.origin.isBuiltIn {
        try own.add(entry.node)
      } else if entry.key.text == "general" {
        try general.add(entry.node)
      } else {
        try shipped.add(entry.node)
      }
    }
    return LogPatterns(tiers: [own, shipped, general], forms: try logForms())
  }
}

extension LogPatterns.Tier {
  fileprivate mutating func add(_ entry: ConfigNode) throws(ConfigError) {
    let names = LogSign.allCases.map(\.configName) + ["in-flight", "ignore"]
    for (name, node) in try entry.map(keys: names) {
      let patterns = try node.patterns()
      if let sign = LogSign.allCases.first(where: { $0.configName == name }) {
        signs[sign, default: []] += patterns
      } else if name == "ignore" {
        ignore += patterns
      } else {
        inFlight += patterns
      }
    }
  }
}

extension LogSign {
  fileprivate var configName: String { self == .timedOut ? "timed-out" : rawValue }
}

extension ConfigNode {
  /// One pattern or a list of them, each checked.
  fileprivate func patterns() throws(ConfigError) -> [String] {
    if content == .nothing { return [] }
    var patterns: [String] = []
    for value in try values() {
      do {
        _ = try LogRegex(value.text)
      } catch {
        throw ConfigError(
          place: "\(value.origin)",
          problem: "\(value.name): \(value.text.quotedForMessage) \(error.problem)")
      }
      patterns.append(value.text)
    }
    return patterns
  }
}
