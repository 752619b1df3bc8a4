extension LoadedSettings {
  /// The level of each rule of the check that the user gives one, from the section `rules`: `off`,
  /// `notice`, `warning` or `critical`.
  ///
  /// - Throws: ``ConfigError`` for any other word, with its place.
  public func ruleLevels() throws(ConfigError) -> [String: String] {
    var levels: [String: String] = [:]
    for entry in try sections[.rules]?.map() ?? [] where entry.node.content != .nothing {
      levels[entry.key.text] = try entry.node.value().oneOf([
        "off", "notice", "warning", "critical",
      ])
    }
    return levels
  }
}
