import Settings
import ShutdownModel
import Testing

struct ShippedFileTests {
  @Test func `every file of config is embedded`() throws {
    let files = try PackageFiles.names(in: "config").filter { $0.hasSuffix(".yaml") }
    #expect(files == ShippedFile.allCases.map { "\($0.rawValue).yaml" }.sorted())
  }

  @Test(arguments: ShippedFile.allCases)
  func `what is embedded is the file as it stands in config`(file: ShippedFile) throws {
    #expect(file.text == (try PackageFiles.text(file.path)))
  }

  @Test(arguments: ShippedFile.allCases)
  func `every embedded file can be read`(file: ShippedFile) throws {
    _ = try file.node().map()
  }

  @Test func `each setting has a default, with a comment above it`() throws {
    let lines = try PackageFiles.text("config/lastcall.yaml").split(
      separator: "\n", omittingEmptySubsequences: false)
    let entries = try ShippedFile.lastcall.node().map()
    #expect(entries.map(\.key.text) == Setting.allCases.map(\.rawValue))
    for entry in entries {
      guard case .builtIn(_, let line) = entry.key.origin else { continue }
      let above = lines[line - 2]
      #expect(above.hasPrefix("#") || above.contains(": "), "\(entry.key.text)")
    }
  }

  @Test func `the defaults are those of the rules`() throws {
    let settings = try LoadedSettings(flags: [:], environment: [:]).settings
    #expect(settings.thresholds == Thresholds())
    #expect(settings.pollRate == 50)
    #expect(settings.maxLogStreams == 50)
    #expect(settings.statusPort == nil)
    #expect(settings.color == nil)
    #expect(settings.bell)
    #expect(settings.notify == .auto)
    #expect(settings.onAlert == nil)
  }
}
