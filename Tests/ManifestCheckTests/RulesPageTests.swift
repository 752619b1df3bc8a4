import FoundationEssentials
import Testing

@testable import ManifestCheck
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
    #expect(try String(contentsOf: Self.path, encoding: .utf8) == page)
  }

  @Test func `a rule that both a manifest and a running pod can break has one source`() {
    for text in Rules.texts {
      let live = DiagnosisRules.texts.first { $0.id == text.id }
      #expect(live == nil || live?.source == text.source, "\(text.id)")
    }
  }
}

/// Every rule by its name, and every alert: what it finds, and where one can read about it.
struct RulesPage {
  /// What a rule says of itself, wherever it is asked.
  private struct Entry {
    var title: String
    var source: String
    var isOfManifests = false
    var isLive = false
  }

  var text: String {
    var entries: [String: Entry] = [:]
    for rule in DiagnosisRules.texts {
      entries[rule.id] = Entry(title: rule.title, source: rule.source, isLive: true)
    }
    for rule in Rules.texts {
      // Of a rule that both have, the running pod's words say more.
      entries[rule.id, default: Entry(title: rule.title, source: rule.source)].isOfManifests = true
    }
    let rows = entries.sorted { $0.key < $1.key }.map { id, entry in
      let places = [
        entry.isLive ? "a shutdown" : nil, entry.isOfManifests ? "`lastcall check`" : nil,
      ]
      return "| \(id) | \(entry.title) | \(places.compactMap(\.self).joined(separator: ", ")) "
        + "| <\(entry.source)> |"
    }
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
