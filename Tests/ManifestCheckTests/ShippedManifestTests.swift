import FoundationEssentials
import Testing

@testable import ManifestCheck

/// The manifests of `config/kubernetes`, which people copy.
struct ShippedManifestTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "config/kubernetes")

  /// Every manifest of the folder, in the order of the names.
  private static func files() throws -> [ManifestFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      .filter { $0.hasSuffix(".yaml") }
      .sorted()
      .map { name in
        ManifestFile(name: name, bytes: Array(try Data(contentsOf: folder.appending(path: name))))
      }
  }

  @Test func `each shipped manifest can be read and holds an object`() throws {
    let files = try Self.files()
    #expect(files.map(\.name).contains("deployment.yaml"))
    for file in files {
      let report = ManifestReport([file])
      #expect(report.problems == [])
      #expect(report.objectCount > 0, "\(file.name)")
    }
  }

  @Test func `no shipped manifest has a finding that warns, alone or beside the others`() throws {
    let files = try Self.files()
    // A variant by itself has no Service, without which some rules say nothing.
    for checked in files.map({ [$0] }) + [files] {
      let report = ManifestReport(checked)
      let bad = report.findings.filter { $0.severity >= .warning }
      #expect(bad.map { "\($0.place.file):\($0.place.line): \($0.rule)" } == [])
      #expect(report.exitCode == 0)
    }
  }

  @Test func `each shipped pod is told its grace, which is delay, limit and margin`() throws {
    let workloads = ManifestSet(try Self.files(), Manifests.servers).workloads
      .filter { !$0.kind.runsToCompletion }
    #expect(workloads.count >= 4)
    for workload in workloads {
      let file = workload.manifest.file
      let container = try #require(workload.pod.containers.first)
      func seconds(_ name: String) -> Int? {
        container.environment[name].flatMap { Int($0.value) }
      }
      let grace = workload.pod.grace
      #expect(!grace.isDefault, "\(file)")
      #expect(seconds("LASTCALL_GRACE_SECONDS") == grace.value, "\(file)")
      // The hook delays, or the program itself where the hook begins the drain; the limit has the latter in it.
      let hook = workload.pod.longestPreStop
      let limit = try #require(seconds("LASTCALL_DRAIN_SECONDS"), "\(file)")
      #expect(hook + (seconds("LASTCALL_DELAY_SECONDS") ?? 0) > 0, "\(file)")
      #expect(hook + limit + Arithmetic.margin == grace.value, "\(file)")
    }
  }
}
