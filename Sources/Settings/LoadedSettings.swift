/// The settings in force and where each of them came from.
public struct LoadedSettings: Sendable {
  public var settings: Settings
  /// The text of each setting and its origin.
  public var values: [Setting: ConfigValue]
  /// The entries of each section: the user's, and the shipped ones they do not replace.
  public var sections: [ShippedFile: ConfigNode]
  /// One line for each thing that was ignored, for stderr.
  public var warnings: [String]

  /// Reads all sources: flag before environment before file before built-in.
  ///
  /// `configPath` is the argument of `--config`; without it the default path is read if there is
  /// such a file.
  public init(
    flags: [Setting: String], environment: [String: String], configPath: String? = nil
  ) throws(ConfigError) {
    let builtIn = try Layer.builtIn.get()
    var layers = [builtIn]
    let path = configPath ?? ConfigFile.defaultPath(environment: environment)
    if let path, let node = try ConfigFile.node(path: path, isOptional: configPath == nil) {
      layers.append(try Layer(file: node))
    }
    layers.append(Layer(environment: environment))
    layers.append(Layer(flags: flags))

    // Each layer is checked by itself: a slip in the file is said even while a flag overrides it.
    for layer in layers { _ = try Settings(values: builtIn.values.merging(layer.values) { $1 }) }
    values = layers.reduce(into: [:]) { $0.merge($1.values) { $1 } }
    settings = try Settings(values: values)
    warnings = Self.unknownVariables(in: environment)
    sections = [:]
    for file in ShippedFile.sections {
      let shipped = try file.node()
      let own = layers.lazy.compactMap { $0.sections[file] }.last
      sections[file] =
        try own.map { own throws(ConfigError) in
          try shipped.replacingEntries(with: own)
        } ?? shipped
    }
  }

  /// Checks values given as flags by themselves, so that a wrong one is wrong usage.
  public static func check(flags: [Setting: String]) throws(ConfigError) {
    if flags.isEmpty { return }
    let builtIn = try Layer.builtIn.get()
    _ = try Settings(values: builtIn.values.merging(Layer(flags: flags).values) { $1 })
  }

  private static func unknownVariables(in environment: [String: String]) -> [String] {
    let known = Setting.allCases.map(\.environmentName)
    return environment.keys.sorted()
      // A command that lastcall runs for an alert may call lastcall.
      .filter {
        $0.hasPrefix("LASTCALL_") && !$0.hasPrefix("LASTCALL_ALERT_") && !known.contains($0)
      }
      .map {
        "warning: the environment variable \($0.quotedForMessage) is unknown and ignored"
          + hint(for: $0, among: known)
      }
  }
}

/// What one source has to say.
private struct Layer: Sendable {
  var values: [Setting: ConfigValue] = [:]
  var sections: [ShippedFile: ConfigNode] = [:]

  static let builtIn = Result { () throws(ConfigError) in
    try Layer(file: try ShippedFile.lastcall.node())
  }

  init(file: ConfigNode) throws(ConfigError) {
    let names = Setting.allCases.map(\.rawValue) + ShippedFile.sections.map(\.rawValue)
    for (key, node) in try file.map(keys: names) {
      if let setting = Setting(rawValue: key) {
        values[setting] = try node.value()
      } else if let section = ShippedFile(rawValue: key) {
        sections[section] = node
      }
    }
  }

  init(environment: [String: String]) {
    for setting in Setting.allCases {
      let name = setting.environmentName
      guard let text = environment[name], !text.isEmpty else { continue }
      values[setting] = ConfigValue(
        name: setting.rawValue, text: text, origin: .environment(name))
    }
  }

  init(flags: [Setting: String]) {
    for (setting, text) in flags {
      values[setting] = ConfigValue(
        name: setting.rawValue, text: text, origin: .flag(setting.flag))
    }
  }
}

extension ShippedFile {
  /// The files whose entries the user's file overrides in a section of that name.
  static let sections = allCases.filter { $0 != .lastcall }
}

extension Settings {
  fileprivate init(values: [Setting: ConfigValue]) throws(ConfigError) {
    try self.init { setting throws(ConfigError) in
      guard let value = values[setting] else {
        throw ConfigError(
          place: ShippedFile.lastcall.path,
          problem: "\(setting.rawValue) has no default; add a line for it")
      }
      return value
    }
  }
}

extension ConfigNode {
  /// This map with the entries of another in place of its own of the same key, new ones last.
  public func replacingEntries(with other: ConfigNode) throws(ConfigError) -> ConfigNode {
    var entries = try map()
    for entry in try other.map() {
      if let index = entries.firstIndex(where: { $0.key.text == entry.key.text }) {
        entries[index] = entry
      } else {
        entries.append(entry)
      }
    }
    return ConfigNode(name: name, origin: origin, content: .map(entries))
  }
}
