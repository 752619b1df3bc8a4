import ContainerCommands
import PodStatus
import ShutdownModel
import Time

@testable import HarmlessText
@testable import LogText
@testable import Recording

/// Random headers and observations: every case, every member there or not, texts and numbers that
/// no cluster would send.
struct RandomRun {
  var random: SeededGenerator
  private var time = Instant(nanoseconds: 1_795_500_000_123_456_789)

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  /// One event of each case, in random order, at times that never run backwards.
  static func events(seed: Int) -> [Event] {
    var run = RandomRun(seed: seed)
    return Observation.cases.shuffled(using: &run.random).map { make in
      run.time = run.time + TimeSpan(nanoseconds: run.random.pick([0, 1, 999, 1_000_000_001]))
      return Event(time: run.time, make(&run))
    }
  }

  mutating func header() -> RecordingHeader {
    RecordingHeader(
      program: harmlessText(limit: 200), started: Instant(nanoseconds: time.nanoseconds - 1),
      scope: scope(), goal: goal(), thresholds: thresholds(),
      patterns: LogPatterns(tiers: list { $0.tier() }),
      servers: maybe { ServerTable($0.list { $0.server() }) })
  }

  mutating func scope() -> Scope {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: .workloads(list { $0.workloadID() })
    case 1: .selector(text(), namespace: text())
    case 2: .pods(list { $0.text() }, namespace: text())
    case 3: .namespace(text())
    default: .endpoint(text(), grace: maybe { $0.span() })
    }
  }

  private mutating func goal() -> Goal {
    Goal(
      until: maybe { $0.random.pick(Goal.Until.allCases) }, duration: maybe { $0.span() },
      timeout: maybe { $0.span() }, isStrict: flag(), hasCommand: flag(), alwaysSucceeds: flag())
  }

  private mutating func thresholds() -> Thresholds {
    var thresholds = Thresholds()
    for field in Thresholds.fields {
      switch field.place {
      case .part(let path): thresholds[keyPath: path] = number()
      case .span(let path): thresholds[keyPath: path] = span()
      }
    }
    return thresholds
  }

  private mutating func server() -> Server {
    var server = Server(name: text())
    for field in Server.fields {
      func word(_ run: inout RandomRun) -> String {
        if case .oneOf(let words) = field.form { run.random.pick(words) } else { run.text() }
      }
      switch field.place {
      case .text(let path): server[keyPath: path] = maybe(word)
      case .texts(let path): server[keyPath: path] = list(word)
      case .number(let path): server[keyPath: path] = maybe { $0.random.pick([0, 1, 999_999_999]) }
      case .numbers(let path): server[keyPath: path] = list { $0.random.pick([0, 80, Int.max]) }
      case .signals(let path): server[keyPath: path] = [text(): text()]
      }
    }
    return server
  }

  private mutating func tier() -> LogPatterns.Tier {
    var signs: [LogSign: [String]] = [:]
    for sign in LogSign.allCases where flag() { signs[sign] = [text(), text()] }
    return LogPatterns.Tier(signs: signs, inFlight: list { $0.text() }, ignore: list { $0.text() })
  }

  // MARK: What everything is made of

  mutating func text() -> String {
    random.pick([
      "web-7d9f", "", " ", #"a "quoted" \ text"#, "two\nlines\r\n", "\u{0}\u{1}\u{1B}[31m\u{7F}",
      "größe, 数, 🏳️‍🌈", "e\u{301}\u{200D}\u{FEFF}\u{2028}\u{85}", "null", #"{"kind":"pod"}"#,
      "\u{FFFF}\u{10FFFF}", String(repeating: "long ü ", count: 3000),
    ])
  }

  /// What is read as one line that does nothing to a terminal is written as one.
  mutating func harmlessText(limit: Int = 4096) -> String { text().harmless(limit: limit) }

  mutating func int() -> Int {
    random.pick([0, 1, -1, 30, 1 << 53 + 1, .max, .min, .random(in: .min ... .max, using: &random)])
  }

  mutating func number() -> Double {
    random.pick([0, 0.1, -1, 1e300, 3e-308, 1 / 3.0, 0x1p60, .random(in: 0..<100, using: &random)])
  }

  mutating func span() -> TimeSpan { TimeSpan(nanoseconds: Int64(max(int(), 0))) }

  /// A number of things: what is none is refused.
  /// As long as any length in whole seconds is: a century.
  mutating func seconds() -> Int { random.pick([0, 1, 30, 2_147_483_647, 3_153_600_000]) }
  mutating func count() -> Int { random.pick([0, 1, 7, 999_999_999]) }

  /// From the first to the last whole second that fits, and some beyond it.
  mutating func instant() -> Instant {
    Instant(
      nanoseconds: random.pick([
        0, -1, 1_795_500_000_000_000_000, -9_223_372_036_000_000_000, .max,
        .random(in: -9_223_372_036_000_000_000 ... .max, using: &random),
      ]))
  }

  mutating func flag() -> Bool { random.percent(50) }

  mutating func maybe<Value>(_ make: (inout RandomRun) -> Value) -> Value? {
    flag() ? make(&self) : nil
  }

  mutating func list<Value>(_ make: (inout RandomRun) -> Value) -> [Value] {
    (0..<random.pick([0, 1, 3])).map { _ in make(&self) }
  }
}
