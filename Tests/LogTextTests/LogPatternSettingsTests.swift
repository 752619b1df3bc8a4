import Settings
import ShutdownModel
import Testing

@testable import LogText

struct LogPatternSettingsTests {
  /// The patterns as a user with this section of a file gets them.
  private func patterns(_ section: String) throws -> LogPatterns {
    var loaded = try LoadedSettings(flags: [:], environment: [:])
    let own = try ConfigNode(yaml: "log-patterns:\n" + section) { .file("c", line: $0) }
    loaded.sections[.logPatterns] = try ShippedFile.logPatterns.node()
      .replacingEntries(with: try own.map()[0].node)
    return try loaded.logPatterns()
  }

  @Test func `every shipped pattern compiles`() throws {
    let patterns = try LoadedSettings(flags: [:], environment: [:]).logPatterns()
    #expect(patterns.tiers.count == 3)
    #expect(patterns.tiers[0] == LogPatterns.Tier())
    #expect(patterns.tiers.map(\.weighsSpeaker) == [false, false, true])
    for tier in patterns.tiers.dropFirst() {
      #expect(Set(tier.signs.keys) == Set(LogSign.allCases))
      #expect(!tier.ignore.isEmpty || !tier.inFlight.isEmpty)
    }
    _ = try LogRecogniser(patterns)
  }

  @Test func `patterns of the user beat the shipped ones`() throws {
    var recogniser = try LogRecogniser(
      patterns(
        """
          my-app:
            finished: 'all customers served'
            in-flight: ['(\\d+) customers']
            ignore: shutting down the radio
        """))
    func finding(_ text: String) -> LogRecogniser.Finding { recogniser.recognise(text.utf8) }
    #expect(finding("shutting down: all customers served") == .init(sign: .finished))
    #expect(finding("shutting down, 4 customers") == .init(sign: .draining, inFlight: 4))
    #expect(finding("shutting down the radio") == .init())
  }

  @Test func `an entry of the user takes the place of the shipped one of that name`() throws {
    let own = try patterns("  general:\n    signal: [adieu]\n")
    #expect(own.tiers[0].signs == [.signal: ["adieu"]])
    #expect(own.tiers[2] == LogPatterns.Tier(weighsSpeaker: true))
    #expect(try patterns("  nginx:\n").tiers[1].signs != (try patterns("")).tiers[1].signs)
  }

  @Test(arguments: [
    (
      "  app:\n    finish: x\n",
      "c:3: unknown key 'finish' in log-patterns.app; did you mean 'finished'?"
    ),
    (
      "  app:\n    cut:\n      - ok\n      - '(x'\n",
      "c:5: log-patterns.app.cut[1]: '(x' has a '(' without a ')'; write '\\(' for the character"
    ),
    ("  app: [x]\n", "c:2: log-patterns.app is not a map; write indented lines 'key: value'"),
    (
      "  app:\n    in-flight: '(\\d*)'\n",
      "c:3: log-patterns.app.in-flight: '(\\d*)' matches a line with nothing in it; "
        + "write what must be there"
    ),
  ])
  func `a wrong pattern is refused with its line`(section: String, message: String) throws {
    let error = try #require(throws: ConfigError.self) { try patterns(section) }
    #expect("\(error)" == message)
  }
}
