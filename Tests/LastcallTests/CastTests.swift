import FoundationEssentials
import Testing

/// A run as an asciicast.
struct CastTests {
  private let folder: TemporaryFolder
  private var cast: String { folder.path + "/web.cast" }

  init() throws { folder = try TemporaryFolder() }

  private func export() async throws -> Program.Outcome {
    let log = try folder.write(
      """
      2026-11-23T12:00:00Z received SIGTERM, shutting down
      2026-11-23T12:00:02Z 3 in flight
      2026-11-23T12:00:04Z all tasks finished

      """.utf8, to: "web.log")
    return try await Program.run(
      ["replay", log, "--grace", "30", "--export-cast", cast], folder: folder)
  }

  @Test func `an asciicast can be read by its owner only`() async throws {
    let outcome = try await export()
    #expect(outcome.exitCode == 0)
    #expect(folder.text(of: "web.cast").contains(#""version":"#))
    let attributes = try FileManager.default.attributesOfItem(atPath: cast)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a file that exists is left alone`() async throws {
    try folder.write("mine\n".utf8, to: "web.cast")
    let outcome = try await export()
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("it already exists"))
    #expect(folder.text(of: "web.cast") == "mine\n")
  }
}
