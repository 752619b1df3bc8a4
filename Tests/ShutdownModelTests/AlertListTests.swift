import FoundationEssentials
import Testing

@testable import ShutdownModel

/// Each alert has everything that an alert needs.
struct AlertListTests {
  @Test func `each rule has one type, in the order in which they are told`() {
    #expect(
      AlertRules.titles.map(\.rule) == Alert.Rule.allCases,
      "Alerts/AlertRule.swift lists others than Alert.Rule, or in another order")
    #expect(Set(AlertRules.titles.map(\.title)).count == Alert.Rule.allCases.count)
  }

  @Test(arguments: Alert.Rule.allCases)
  func `each rule is raised by a test`(rule: Alert.Rule) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let tests = try files.filter { $0.contains("Alert") && $0 != "AlertListTests.swift" }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    #expect(tests.contains { $0.contains(".\(rule)") }, "no Alert…Tests.swift names .\(rule)")
  }
}
