import Settings
import ShutdownModel
import Testing
import Time

struct LoadedSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The settings as a user with this file at the default place gets them.
  private func load(
    file: String? = nil, environment: [String: String] = [:], flags: [Setting: String] = [:],
    configPath: String? = nil
  ) throws -> LoadedSettings {
    if let file { _ = try folder.write(file, to: "lastcall/config.yaml") }
    return try LoadedSettings(
      flags: flags, environment: environment.merging(["XDG_CONFIG_HOME": folder.path]) { $1 },
      configPath: configPath)
  }

  @Test func `a flag beats the environment beats the file beats the default`() throws {
    let file = "poll-rate: 10\n"
    let environment = ["LASTCALL_POLL_RATE": "20"]
    let flags = [Setting.pollRate: "30"]
    #expect(try load().settings.pollRate == 50)
    #expect(try load(file: file).settings.pollRate == 10)
    #expect(try load(file: file, environment: environment).settings.pollRate == 20)
    #expect(
      try load(file: file, environment: environment, flags: flags).settings.pollRate == 30)
  }

  @Test func `the origin of each value is known`() throws {
    let loaded = try load(
      file: "\npoll-rate: 10\n", environment: ["LASTCALL_THEME": "plain"], flags: [.mouse: "false"])
    let file = folder.path + "/lastcall/config.yaml"
    #expect(loaded.values[.pollRate]?.origin == .file(file, line: 2))
    #expect(loaded.values[.theme]?.origin == .environment("LASTCALL_THEME"))
    #expect(loaded.values[.mouse]?.origin == .flag("--no-mouse"))
    #expect(loaded.values[.ascii]?.origin == .builtIn(file: "config/lastcall.yaml", line: 39))
  }

  @Test func `the file of --config is read instead of the default one`() throws {
    let other = try folder.write("theme: plain\n", to: "other.yaml")
    let settings = try load(file: "poll-rate: 10\n", configPath: other).settings
    #expect(settings.theme == "plain")
    #expect(settings.pollRate == 50)
  }

  @Test func `a file of --config that is not there is an error`() throws {
    let missing = folder.path + "/none.yaml"
    #expect(
      throws: ConfigError(
        place: missing,
        problem: "the configuration cannot be read: No such file or directory; "
          + "check the path and its permissions")
    ) { try load(configPath: missing) }
    #expect(
      throws: ConfigError(
        place: folder.path,
        problem: "the configuration cannot be read: Is a directory; "
          + "check the path and its permissions")
    ) { try load(configPath: folder.path) }
  }

  @Test func `a relative XDG_CONFIG_HOME is ignored for the home directory`() throws {
    _ = try folder.write("poll-rate: 10\n", to: ".config/lastcall/config.yaml")
    let environment = ["XDG_CONFIG_HOME": "relative", "HOME": folder.path]
    let settings = try LoadedSettings(flags: [:], environment: environment).settings
    #expect(settings.pollRate == 10)
  }

  @Test func `a slip in the file is said even while a flag overrides it`() throws {
    #expect(throws: ConfigError.self) {
      try load(file: "poll-rate: fast\n", flags: [.pollRate: "30"])
    }
  }

  @Test func `an empty variable sets nothing`() throws {
    #expect(try load(environment: ["LASTCALL_POLL_RATE": ""]).settings.pollRate == 50)
  }

  @Test func `an unknown variable is a warning with the nearest name`() throws {
    let loaded = try load(environment: ["LASTCALL_POL_RATE": "1", "LASTCALL_THEME": "plain"])
    #expect(
      loaded.warnings == [
        "warning: the environment variable 'LASTCALL_POL_RATE' is unknown and ignored; "
          + "did you mean 'LASTCALL_POLL_RATE'?"
      ])
  }

  @Test func `what a command for alerts is told by is no unknown variable`() throws {
    let loaded = try load(
      environment: ["LASTCALL_ALERT_POD": "web-1", "LASTCALL_ALERT_MESSAGE": "x"])
    #expect(loaded.warnings == [])
  }

  @Test func `every alert setting reaches its threshold`() throws {
    let settings = try load(
      file: """
        forecast-warning: 60 %
        forecast-critical: 15 %
        forecast-clear: 80 %
        forecast-hold: 3s
        no-signal-after: 4s
        status-lost-after: 6s
        overdue-critical-after: 7s
        rollout-stalled-part: 25 %
        bell: off
        notify: osc777
        on-alert: notify-send "$LASTCALL_ALERT_MESSAGE"
        """
    ).settings
    var expected = Thresholds()
    expected.forecastWarning = 0.6
    expected.forecastCritical = 0.15
    expected.forecastClear = 0.8
    expected.forecastHold = .seconds(3)
    expected.noSignalAfter = .seconds(4)
    expected.statusLostAfter = .seconds(6)
    expected.overdueCriticalAfter = .seconds(7)
    expected.stalledPart = 0.25
    #expect(settings.thresholds == expected)
    #expect(!settings.bell)
    #expect(settings.notify == .osc777)
    #expect(settings.onAlert == #"notify-send "$LASTCALL_ALERT_MESSAGE""#)
  }

  @Test(arguments: ["", "  "]) func `without a command for alerts there is none`(text: String)
    throws
  {
    #expect(try load(file: "on-alert: '\(text)'\n").settings.onAlert == nil)
  }

  @Test func `an unknown kind of notification is refused with the nearest`() throws {
    let error = try #require(throws: ConfigError.self) {
      try LoadedSettings.check(flags: [.notify: "osc77"])
    }
    #expect(error.problem == "notify: unknown value 'osc77'; did you mean 'osc777'?")
  }

  @Test(arguments: [
    (Setting.pollRate, "0"), (.pollRate, "1001"), (.pollRate, "1e2"), (.pollRate, "٣"),
    (.statusPort, "65536"), (.statusPort, "http"), (.statusPath, "status"),
    (.status, "ngnix"), (.status, "nginx:0"), (.status, "envoy/drain_listeners"),
    (.status, "text:80/x?drain=1"), (.statusPath, "/wait-for-drain"), (.statusPath, "/a b"),
    (.statusPath, "/a\r\nX: y"), (.maxLogStreams, "-1"),
    (.ascii, "maybe"), (.mouse, "auto"), (.deadlineWarning, "0.5"), (.deadlineWarning, "101 %"),
    (.deadlineCritical, "5 seconds"), (.forecastWarning, "0.5"), (.forecastCritical, "101 %"),
    (.forecastClear, "-1 %"), (.forecastHold, "2m"), (.noSignalAfter, "2 h"),
    (.statusLostAfter, "500ms"), (.overdueCriticalAfter, "2h"), (.rolloutStalledPart, "half"),
    (.bell, "loud"), (.onAlert, "echo \0"),
  ])
  func `a wrong flag is refused with its value`(setting: Setting, text: String) throws {
    let error = try #require(throws: ConfigError.self) {
      try LoadedSettings.check(flags: [setting: text])
    }
    #expect(error.place == setting.flag)
    #expect(error.problem.contains(text.quotedForMessage))
    #expect(error.problem.contains("; use "))
  }

  @Test func `printed settings read back as the same settings`() throws {
    let loaded = try load(
      file: "keys:\n  quit: ['?', \"\\\\\", '#', é, \"\\e\"]\n  log: ''\n",
      environment: ["LASTCALL_POLL_RATE": "7", "LASTCALL_STATUS_PATH": "/x?a=1&b=%20:"],
      flags: [.theme: "mine: \"it's\" \u{7F}é #1", .deadlineCritical: "1m30s", .ascii: "true"])
    let path = try folder.write(loaded.yaml, to: "printed.yaml")
    let again = try LoadedSettings(flags: [:], environment: [:], configPath: path)
    #expect(again.settings == loaded.settings)
    let keys = try loaded.sections[.keys]?.map().map { try $0.node.values().map(\.text) }
    #expect(keys?.contains(["?", "\\", "#", "é", "\u{1B}"]) == true)
    #expect(try again.sections[.keys]?.map().map { try $0.node.values().map(\.text) } == keys)
    #expect(loaded.yaml.contains("poll-rate: 7                        # LASTCALL_POLL_RATE\n"))
  }

  @Test(arguments: [
    ([:], true), (["TERM": "dumb"], false), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true),
    (["CLICOLOR": "0"], false), (["CLICOLOR": "0", "CLICOLOR_FORCE": "1"], true),
    (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
    (["TERM": "dumb", "CLICOLOR_FORCE": "0"], false),
  ])
  func `NO_COLOR beats CLICOLOR_FORCE beats CLICOLOR`(
    environment: [String: String], expected: Bool
  ) throws {
    #expect(try load().settings.usesColor(environment: environment) == expected)
    #expect(try load(flags: [.color: "true"]).settings.usesColor(environment: environment))
    #expect(try !load(flags: [.color: "false"]).settings.usesColor(environment: environment))
  }
}
