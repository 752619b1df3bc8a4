public import Views

extension LoadedSettings {
  /// The themes in force, from the section `themes`: the one that was chosen, or `auto`.
  ///
  /// - Throws: ``ConfigError`` for a theme that is not there, a role that is none, or a colour that
  ///   is none, with its place.
  public func themes() throws(ConfigError) -> GroundThemes {
    guard let section = sections[.themes], let chosen = values[.theme] else {
      return GroundThemes(.plain)
    }
    let names = try section.map().map(\.key.text)
    let name = try chosen.oneOf([Self.automatic] + names.filter { $0 != Self.automatic })
    guard name == Self.automatic else { return GroundThemes(try theme(named: name)) }
    return GroundThemes(
      dark: try theme(named: "default"), light: try theme(named: "light"),
      unknown: try theme(named: "neutral"))
  }

  /// Every theme there is, with its name, in the order of the file.
  public func allThemes() throws(ConfigError) -> [(name: String, theme: Theme)] {
    guard let section = sections[.themes] else { return [] }
    var themes: [(name: String, theme: Theme)] = []
    for name in try section.map().map(\.key.text) {
      themes.append((name, try theme(named: name)))
    }
    return themes
  }

  /// The theme in force where no terminal can be asked.
  public func theme() throws(ConfigError) -> Theme { try themes().dark }

  private static let automatic = "auto"

  private func theme(named name: String) throws(ConfigError) -> Theme {
    guard let entry = try sections[.themes]?.map().first(where: { $0.key.text == name }) else {
      return .plain
    }
    var theme = Theme(styles: [:], selection: Style())
    let names = Role.allCases.map(\.name) + ["selection"]
    for (key, node) in try entry.node.map(keys: names) {
      let value = try node.value()
      let style: Style
      do {
        style = try Style(value.text)
      } catch {
        throw ConfigError(place: "\(value.origin)", problem: "\(value.name): \(error)")
      }
      if let role = Role.allCases.first(where: { $0.name == key }) {
        theme.styles[role] = style
      } else {
        theme.selection = style
      }
    }
    return theme
  }
}
