import FoundationEssentials
import PodStatus
import ShutdownModel
import Testing

@testable import KubernetesObjects

/// Each rule where it fires, and the nearest case in which it must not.
@Suite struct DiagnosisTests {
  private static let pairs =
    RuleStory.signals + RuleStory.hooks + RuleStory.traffic + RuleStory.drains
    + RuleStory.deletions

  @Test(arguments: pairs.map(\.fires)) func `it fires`(story: RuleStory) throws {
    let found = story.tell().allDiagnoses
    let diagnosis = try #require(
      found.first { $0.rule == story.rule }, "\(story): \(found.map(\.rule))")
    #expect(!diagnosis.sentence.isEmpty && !diagnosis.advice.isEmpty)
    #expect(!diagnosis.evidence.isEmpty, "\(story) rests on nothing")
    #expect(diagnosis.source.hasPrefix("https://"))
  }

  @Test(arguments: pairs.map(\.near)) func `it is silent beside it`(story: RuleStory) {
    let found = story.tell().allDiagnoses
    #expect(!found.contains { $0.rule == story.rule }, "\(story)")
  }

  @Test func `every rule has its story`() {
    let told = Set(Self.pairs.map(\.fires.rule))
    let all = Set((1...41).map { "R" + ($0 < 10 ? "0" : "") + "\($0)" })
    #expect(told == all, "missing: \(all.subtracting(told).sorted())")
  }

  @Test func `what drains well has no diagnosis`() {
    let story = RuleStory.drained(.web())
    #expect(story.kind() == .clean)
    #expect(story.allDiagnoses == [])
  }

  @Test func `a swallowed signal shows two seconds after it was due`() {
    var story = Story.asked([.web(start: RuleStory.script, preStop: .sleep(seconds: 3))])
    story.polls(10.5...14.5, .running) { _ in (3, nil) }
    #expect(story.diagnoses() == [:])
    story.status(15.1, .running, 3)
    #expect(story.diagnoses()["R03"] == .critical)
    #expect(story.alertTimes("critical+", .noSignal) == [15.1])
  }

  @Test func `what turns out not to be so is taken back`() {
    var story = Story.asked([.web(start: RuleStory.script)])
    story.polls(10.5...13, .running) { _ in (3, nil) }
    #expect(story.diagnoses()["R03"] == .critical)
    story.polls(13.5...14, .draining, from: 13.2) { _ in (3, nil) }
    #expect(story.diagnoses()["R03"] == nil)
    let told = story.outputs.compactMap { output -> Bool? in
      guard case .diagnosis(_, let diagnosis, let holds, _) = output.change else { return nil }
      return diagnosis.rule == "R03" ? holds : nil
    }
    #expect(told == [true, false])
  }

  @Test func `an unheard signal is not blamed on the grace or the program's own limit`() {
    let found = RuleStory.unheard(.web(start: RuleStory.script)).diagnoses()
    #expect(found == ["R03": .critical])
  }

  /// For a reader who sees only the texts: set DIAGNOSIS_TEXTS to a file's name.
  @Test func `the texts can be read by themselves`() throws {
    let path = ProcessInfo.processInfo.environment["DIAGNOSIS_TEXTS"]
    var texts = ""
    for (index, pair) in Self.pairs.enumerated() {
      let found = pair.fires.tell().allDiagnoses.first { $0.rule == pair.fires.rule }
      let diagnosis = try #require(found)
      texts += "#\(index + 1)\n\(diagnosis.level.rawValue): \(diagnosis.sentence)\n"
      for evidence in diagnosis.evidence {
        texts += "  seen: \(evidence.source.text): \(evidence.text)\n"
      }
      texts += diagnosis.advice.split(separator: "\n").map { "  do: \($0)\n" }.joined() + "\n"
    }
    #expect(!texts.contains("nil") && !texts.contains("Optional"))
    if let path { try Data(texts.utf8).write(to: URL(filePath: path)) }
  }
}
