import ShutdownModel
import Testing

@testable import LogText

/// Whatever the parser finds something in, the sieve has to let through.
struct LogSieveTests {
  private static let texts =
    ServerTextTests.lines.map(\.1) + GeneralTextTests.lines.map(\.2)

  /// The shipped patterns, with the states they come to in ordinary lines.
  private static let shipped = Result {
    let recogniser = try ShippedPatterns.recogniser.get()
    return (parser: LogLineParser(recogniser: recogniser, year: 2026), sieve: recogniser.sieve)
  }

  /// The lines that pass.
  private static func passing(_ lines: [[UInt8]], _ sieve: LogSieve) -> Set<[UInt8]> {
    let bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    var sieve = sieve
    var passing: Set<[UInt8]> = []
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while let line = sieve.next(in: bytes, from: position) {
        #expect(line.lowerBound >= position)
        passing.insert(Array(bytes[line]))
        position = line.upperBound
      }
    }
    #expect(passing.isSubset(of: lines))
    return passing
  }

  private static func expectNothingLost(
    of lines: [[UInt8]], by parser: LogLineParser, _ sieve: LogSieve,
    _ location: SourceLocation = #_sourceLocation
  ) {
    var parser = parser
    let passing = passing(lines, sieve)
    for bytes in lines where !passing.contains(bytes) {
      let line = parser.line(bytes, pod: .unnamed)
      #expect(
        line.sign == nil && line.inFlight == nil, "\(String(decoding: bytes, as: UTF8.self))",
        sourceLocation: location)
    }
  }

  private static func jsonEscaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\"", "\\": escaped += "\\\(character)"
      case "\t": escaped += "\\t"
      default: escaped.append(character)
      }
    }
  }

  @Test func `no shipped text is lost, whatever is around it`() throws {
    let (parser, sieve) = try Self.shipped.get()
    for text in Self.texts {
      let quoted = Self.jsonEscaped(text)
      let twice = Self.jsonEscaped("{\"msg\":\"\(quoted)\"}")
      let lines = [
        text, text.uppercased(), "[pod/web-1/app] 2026-11-23T04:29:35Z \(text)\r",
        "2026-11-23T04:29:35Z stdout F \(text)", "{\"msg\":\"\(quoted)\"}",
        "{\"log\":\"\(quoted)\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T04:29:35Z\"}",
        "{\"log\":\"\(twice)\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T04:29:35Z\"}",
        "level=info msg=\"\(quoted)\"", "\u{1B}[32m\(text)\u{1B}[0m",
        text.replacing(" ", with: "\u{1B}[0m \u{1B}[1m"), text.replacing("t", with: "\u{200B}t"),
        text.replacing("in", with: "i\u{1B}[1mn"), text.replacing(" ", with: "\t"),
        text.replacing("a", with: "a\u{AD}"),
        "{\"msg\":\"\(quoted.replacing("i", with: "\\u0069"))\"}",
        "{\"msg\":\"\(quoted.replacing(" ", with: "\\n"))\"}", "grüße — \(text) …",
        text.replacing("-", with: "\u{2011}"), text.replacing("-", with: "—"),
        text.replacing("'", with: "’"), text.replacing(">", with: "→"),
      ]
      Self.expectNothingLost(of: lines.map { Array($0.utf8) }, by: parser, sieve)
    }
  }

  @Test func `ordinary lines do not pass`() throws {
    let lines = [
      "2026-11-23T04:29:35Z GET /cart 200 in 12 ms", "Completed 200 OK in 12ms",
      #"{"level":"info","msg":"request completed","status":200,"error_code":0}"#,
      #"{"log":"job 7 done\n","stream":"stdout","time":"2026-11-23T04:29:35Z"}"#,
      #"level=info msg="request completed" duration=12ms"#, "\u{1B}[32mINFO\u{1B}[0m job 7 done",
      "grüße — “hello” …", "waiting", "signal strength 15", "",
    ]
    let passing = Self.passing(lines.map { Array($0.utf8) }, try Self.shipped.get().sieve)
    #expect(lines.filter { passing.contains(Array($0.utf8)) } == [])
  }

  @Test(arguments: [
    "inFlight", "in_flight", "in-flight-requests", "ActiveRequests", "open.jobs",
    "pending_connections",
  ])
  func `a count in JSON or in a pair is not lost`(name: String) throws {
    let lines = [
      "{\"msg\":\"tick\",\"\(name)\":3}", "{\"\(name)\":3}", "level=info msg=tick \(name)=3",
      "{\"log\":\"{\\\"\(name)\\\":3}\\n\",\"stream\":\"stdout\"}",
    ].map { Array($0.utf8) }
    #expect(Self.passing(lines, try Self.shipped.get().sieve) == Set(lines))
  }

  @Test func `an error joined to its message is not lost`() throws {
    let recogniser = try LogRecogniser(LogPatterns(tiers: [.init(signs: [.cut: ["shop: shut"]])]))
    let line = Array(#"{"msg":"closed shop","err":"shut by us"}"#.utf8)
    #expect(Self.passing([line], recogniser.sieve) == [line])
  }

  @Test(arguments: 0..<200)
  func `nothing is lost in random text`(seed: Int) throws {
    let (parser, sieve) = try Self.shipped.get()
    var generator = SeededGenerator(seed: seed)
    var lines: [[UInt8]] = []
    for _ in 0..<60 {
      var line = generator.percent(50) ? generator.hostileBytes() : generator.hostileFields()
      let text = Array(generator.pick(Self.texts).utf8)
      line.insert(
        contentsOf: generator.percent(50) ? text : generator.hostileBytes(),
        at: Int.random(in: 0...line.count, using: &generator))
      for _ in 0..<Int.random(in: 0...3, using: &generator) where generator.percent(50) {
        line.insert(
          contentsOf: Array(
            generator.pick(["\u{1B}[1m", "\u{200D}", "\\", "\"", " ", "x", "\u{E0041}"]).utf8),
          at: Int.random(in: 0...line.count, using: &generator))
      }
      lines.append(line.filter { $0 != UInt8(ascii: "\n") })
    }
    Self.expectNothingLost(of: lines, by: parser, sieve)
  }

  @Test(arguments: 0..<200)
  func `nothing is lost of random patterns`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let atoms = [
      "a", "b", "c", "ab", "[ab]", ".", "\\b", "^", "$", " ", "(a|bc)", "(b|c)?", "a+", ".*",
      "c{2}",
    ]
    let text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in generator.pick(atoms) }
      .joined()
    guard let recogniser = try? LogRecogniser(LogPatterns(tiers: [.init(signs: [.cut: [text]])]))
    else { return }
    let lines = (0..<200).map { _ in
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        generator.pick(Array("abc ABC\t".utf8))
      }
    }
    Self.expectNothingLost(
      of: lines, by: LogLineParser(recogniser: recogniser), recogniser.sieve)
  }
}
