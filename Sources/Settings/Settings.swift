public import PodStatus
public import ShutdownModel
import Views

/// What the user can configure, decided: every value has been checked.
///
/// The defaults stand in `config/*.yaml` alone.
public struct Settings: Equatable, Sendable {
  /// Status requests a second to all pods together.
  public var pollRate: Int
  /// What kind of status every pod has, and where; nil: found for each pod.
  public var status: StatusAddress?
  /// The status port for every pod; nil: found for each pod.
  public var statusPort: Int?
  /// The status path for every pod, beginning with `/`; nil: found for each pod.
  public var statusPath: String?
  /// Log streams that are followed at once.
  public var maxLogStreams: Int
  /// Log lines that are kept in memory.
  public var logLines: Int
  /// Bytes of log text that are kept in memory.
  public var logBytes: Int
  /// The name of a theme.
  public var theme: String
  /// The table's columns by their names; empty: what there is room for.
  public var columns: [String]
  /// Whether only ASCII is drawn; nil: when the locale is not UTF-8.
  public var ascii: Bool?
  /// Whether colours are used; nil: as `usesColor` decides.
  public var color: Bool?
  /// Whether the mouse selects and scrolls.
  public var mouse: Bool
  /// Whether the screen shows UTC; else the local time of whoever looks.
  public var isUTC: Bool
  /// Whether every run is recorded.
  public var recordsAlways: Bool
  /// When alerts are raised.
  public var thresholds: Thresholds
  /// Whether the bell rings for an alert that has become critical.
  public var bell: Bool
  /// Whether and how the terminal is asked for a desktop notification of it.
  public var notify: Notify
  /// What `/bin/sh` runs for each alert; nil: nothing.
  public var onAlert: String?

  /// How the terminal is asked for a desktop notification.
  public enum Notify: String, CaseIterable, Sendable {
    /// As the environment says, if it does.
    case auto
    case never
    case osc9
    case osc777
    case osc99
  }

  /// Reads one value for each setting; `values` must have all of them.
  init(_ values: (Setting) throws(ConfigError) -> ConfigValue) throws(ConfigError) {
    pollRate = try values(.pollRate).integer(in: 1...1000)
    status = try values(.status).unlessAuto { value throws(ConfigError) in
      try value.statusAddress()
    }
    statusPort = try values(.statusPort).unlessAuto { value throws(ConfigError) in
      try value.integer(in: 1...65535)
    }
    statusPath = try values(.statusPath).unlessAuto { value throws(ConfigError) in
      try value.urlPath()
    }
    maxLogStreams = try values(.maxLogStreams).integer(in: 0...1000)
    logLines = try values(.logLines).integer(in: 100...1_000_000)
    logBytes = try values(.logBytes).integer(in: 100_000...1_000_000_000)
    theme = try values(.theme).text
    columns =
      try values(.columns).unlessAuto { value throws(ConfigError) in
        try value.names(of: Column.ids)
      } ?? []
    ascii = try values(.ascii).boolOrAuto()
    color = try values(.color).boolOrAuto()
    mouse = try values(.mouse).bool()
    isUTC = try values(.utc).bool()
    recordsAlways = try values(.record).isAlways()
    thresholds = Thresholds()
    for field in Thresholds.fields {
      guard let setting = field.setting.flatMap(Setting.init(rawValue:)) else { continue }
      switch field.place {
      case .part(let path): thresholds[keyPath: path] = try values(setting).part()
      case .span(let path):
        thresholds[keyPath: path] = try values(setting).duration(in: field.range)
      }
    }
    bell = try values(.bell).bool()
    notify = try values(.notify).choice(of: Notify.self)
    onAlert = try values(.onAlert).command()
  }

  /// Whether colours are used on a terminal: the user's setting, else what the environment asks.
  ///
  /// `NO_COLOR` beats `CLICOLOR_FORCE` beats `CLICOLOR` (no-color.org, bixense.com/clicolors).
  public func usesColor(environment: [String: String]) -> Bool {
    if let color { return color }
    if environment["NO_COLOR"].map({ !$0.isEmpty }) == true { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    return environment["CLICOLOR"] != "0" && environment["TERM"] != "dumb"
  }
}

extension ConfigValue {
  fileprivate func isAlways() throws(ConfigError) -> Bool {
    switch text {
    case "always": return true
    case "never": return false
    default: throw refused(use: "never or always")
    }
  }

  fileprivate func unlessAuto<Value>(
    _ read: (ConfigValue) throws(ConfigError) -> Value
  ) throws(ConfigError) -> Value? {
    text == "auto" ? nil : try read(self)
  }

  /// A command for the shell; nil for none.
  fileprivate func command() throws(ConfigError) -> String? {
    guard text.utf8.count <= 65_536, !text.utf8.contains(0) else {
      throw refused(use: "a command for /bin/sh")
    }
    return text.allSatisfy(\.isWhitespace) ? nil : text
  }

  fileprivate func statusAddress() throws(ConfigError) -> StatusAddress {
    do {
      return try StatusAddress(text)
    } catch {
      throw refused(because: error.reason)
    }
  }

  fileprivate func urlPath() throws(ConfigError) -> String {
    do {
      return try StatusAddress.path(text)
    } catch {
      throw refused(because: error.reason)
    }
  }
}
