import Settings
import ShutdownModel
import Testing
import Time

/// The one list of thresholds, from which a recording's header and the settings follow.
@Suite struct ThresholdFieldTests {
  @Test func `every threshold is in the list, under its own name and in its own place`() {
    let properties = Mirror(reflecting: Thresholds()).children.compactMap(\.label)
    #expect(Thresholds.fields.map(\.name).sorted() == properties.sorted())
    for field in Thresholds.fields {
      var changed = Thresholds()
      switch field.place {
      case .part(let path): changed[keyPath: path] += 0.125
      case .span(let path): changed[keyPath: path] = changed[keyPath: path] + .seconds(1)
      }
      let before = Mirror(reflecting: Thresholds()).children.map { "\($0)" }
      let differing = zip(Mirror(reflecting: changed).children, before)
        .filter { "\($0)" != $1 }.compactMap(\.0.label)
      #expect(differing == [field.name])
    }
  }

  @Test func `every setting of a threshold sets just that one, within its bounds`() throws {
    let defaults = try LoadedSettings(flags: [:], environment: [:], configPath: nil)
    for field in Thresholds.fields {
      guard let name = field.setting else { continue }
      let setting = try #require(Setting(rawValue: name), "\(name) is no setting")
      let text: String
      var expected = defaults.settings.thresholds
      switch field.place {
      case .part(let path):
        text = "37 %"
        expected[keyPath: path] = 0.37
      case .span(let path):
        text = "7s"
        expected[keyPath: path] = .seconds(7)
        #expect(throws: ConfigError.self) { try LoadedSettings.check(flags: [setting: "2h"]) }
      }
      let loaded = try LoadedSettings(
        flags: [:], environment: [setting.environmentName: text], configPath: nil)
      #expect(loaded.settings.thresholds == expected, "\(name)")
    }
  }
}
