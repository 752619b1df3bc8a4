import FoundationEssentials
import Testing

@testable import ManifestCheck
@testable import ShutdownDiagnosis
@testable import ShutdownModel

/// Holds `Sources/Rules.md` to the rules; `RECORD_RULES=1` writes it anew.
struct RulesPageTests {
  private static let path = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Rules.md")

  @Test func `the page of rules says what the rules say`() throws {
    let page = RulesPage().text
    if ProcessInfo.processInfo.environment["RECORD_RULES"] != nil {
      try page.write(to: Self.path, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: Self.path, encoding: .utf8) == page,
      "Sources/Rules.md is not what the rules say: `make record` writes it anew")
  }
}

/// Every rule by its name, and every alert: what it finds, and where one can read about it.
struct RulesPage {
  /// What a rule says of itself, wherever it is asked.
  private struct Entry {
    var id: String
    var title: String
    var source: String
    var isLive = false
    var isOfManifests = false

    var places: String {
      [isLive ? "a shutdown" : nil, isOfManifests ? "`lastcall check`" : nil]
        .compactMap(\.self).joined(separator: ", ")
    }
  }

  var text: String {
    var entries = DiagnosisRules.texts.map {
      Entry(id: $0.id, title: $0.title, source: $0.source, isLive: true)
    }
    for rule in Rules.texts {
      // Of a rule that both have, the running pod's words say more.
      if let place = entries.firstIndex(where: { $0.id == rule.id && $0.source == rule.source }) {
        entries[place].isOfManifests = true
      } else {
        entries.append(
          Entry(id: rule.id, title: rule.title, source: rule.source, isOfManifests: true))
      }
    }
    let rows = entries.enumerated().sorted {
      ($0.element.id, $0.offset) < ($1.element.id, $1.offset)
    }
    .map { "| \($1.id) | \($1.title) | \($1.places) | <\($1.source)> |" }
    return """
      # Rules

      What lastcall finds wrong with the way pods end. An R rule is about a pod or a workload: some need to \
      see the shutdown, some can be told from the manifest, some from either. C rules are of manifests \
      alone, H rules hold a manifest against recorded runs. Written by RulesPageTests from the rules \
      themselves.

      | Rule | What is wrong | Found in | Read |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))

      ## Alerts

      What a person should look at while it lasts.

      | Alert | When |
      |---|---|
      \(AlertRules.titles.map { "| \($0.rule.rawValue) | \($0.title) |" }.joined(separator: "\n"))

      """
  }
}
