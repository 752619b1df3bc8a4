import Settings
import Testing

struct NearestNameTests {
  private let names = ["poll-rate", "status-port", "status-path", "theme", "ascii"]

  @Test(arguments: [
    ("pol-rate", "poll-rate"), ("pollrate", "poll-rate"), ("POLL-RATE", "poll-rate"),
    ("thme", "theme"), ("htmee", "theme"), ("assci", "ascii"), ("statsu-port", "status-port"),
  ])
  func `a slip is recognised`(slip: String, meant: String) {
    #expect(nearestName(to: slip, among: names) == meant)
  }

  @Test(arguments: ["", "x", "namespace", String(repeating: "theme", count: 1000)])
  func `what is like no name gets no suggestion`(name: String) {
    #expect(nearestName(to: name, among: names) == nil)
  }

  @Test func `without a near name all names are listed`() {
    #expect(hint(for: "x", among: ["theme", "ascii"]) == "; known are: ascii, theme")
    #expect(hint(for: "assci", among: names) == "; did you mean 'ascii'?")
  }
}
