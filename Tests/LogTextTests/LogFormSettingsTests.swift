import Settings
import ShutdownModel
import Testing
import Time

@testable import LogText

/// The section `log-forms` of a configuration.
struct LogFormSettingsTests {
  /// The patterns and forms as a user with this section of a file gets them.
  private func patterns(_ section: String) throws -> LogPatterns {
    var loaded = try LoadedSettings(flags: [:], environment: [:])
    let own = try ConfigNode(yaml: "log-forms:\n" + section) { .file("c", line: $0) }
    loaded.sections[.logForms] = try ShippedFile.logForms.node()
      .replacingEntries(with: try own.map()[0].node)
    return try loaded.logPatterns()
  }

  private func line(_ text: String, _ section: String) throws -> LogLine {
    var parser = LogLineParser(recogniser: try LogRecogniser(patterns(section)), year: 2026)
    return parser.line(text.utf8, pod: .unnamed)
  }

  @Test func `a form of the user is read before the shipped ones`() throws {
    let section = """
        my-app: '{time} %{thread}% {level} {logger} :: {message}'
        my-tool: ['{time} {pod}~{container} {line}']
      """
    let text = "2026-11-23T04:29:35Z %a b% INFO shutting-down :: all quiet"
    #expect(try line(text, section).sign == nil)
    #expect(try line("2026-11-23T04:29:35Z %a b% INFO shop :: draining", section).sign == .draining)
    let named = try line("2026-11-23T04:29:35Z web-1~app draining", section)
    #expect(named.pod == .name("web-1"))
    #expect(named.container == "app")
    #expect(named.sign == .draining)
  }

  @Test func `members of the user go before the shipped ones`() throws {
    let section = """
        my-json:
          message: [payload.words, words]
          time: [payload.at]
          pod: who
      """
    let read = try line(
      #"{"msg":"x","who":"web-1","payload":{"words":"draining","at":1795408175}}"#, section)
    #expect(read.sign == .draining)
    #expect(read.pod == .name("web-1"))
    #expect(read.time?.rfc3339 == "2026-11-23T04:29:35.000Z")
  }

  @Test func `an entry of the user takes the place of the shipped one of that name`() throws {
    #expect(try line("[pod/web-1/app] draining", "  kubectl:\n").pod == .unnamed)
    #expect(try line("[pod/web-1/app] draining", "  other: '{time} {message}'\n").pod != .unnamed)
  }

  @Test(arguments: [
    (
      "  app: '{time} {mesage}'\n",
      "c:2: log-forms.app: '{time} {mesage}' has an unknown field {mesage}; did you mean {message}?"
    ),
    (
      "  app:\n    - '{message}'\n    - '{time} {? {message}'\n",
      "c:4: log-forms.app[1]: '{time} {? {message}' has a {? without its }; close what may be missing"
    ),
    (
      "  app: '{level} only'\n",
      "c:2: log-forms.app: '{level} only' has no {message} and no {line}; write where the text stands"
    ),
    (
      "  app:\n    mesage: a\n",
      "c:3: unknown key 'mesage' in log-forms.app; did you mean 'message'?"
    ),
  ])
  func `a wrong form is refused with its line`(section: String, message: String) throws {
    let error = try #require(throws: ConfigError.self) { try patterns(section) }
    #expect("\(error)" == message)
  }
}
