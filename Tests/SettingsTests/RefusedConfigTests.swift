import Settings
import Testing

/// Each file of `Configs/Refused` begins with the message it is to be refused with.
struct RefusedConfigTests {
  private static let folder = "Tests/SettingsTests/Configs/Refused"

  @Test(arguments: try! PackageFiles.names(in: folder))
  func `a wrong file is refused with line, value and what to do`(name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let expected = try PackageFiles.text(path).prefix { !$0.isNewline }.dropFirst(2)
    let file = PackageFiles.path(path)
    let error = try #require(throws: ConfigError.self) {
      try LoadedSettings(flags: [:], environment: [:], configPath: file)
    }
    #expect("\(error)".replacing(file, with: name) == expected)
  }
}
