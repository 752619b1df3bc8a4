import LogText
import Settings
import ShutdownModel

/// How fast log text is read.
struct LogSpeed {
  private let recogniser: LogRecogniser
  private let text: [UInt8]
  private let name: String

  init(drainPercent: Int, megabytes: Int) {
    guard let patterns = try? LoadedSettings(flags: [:], environment: [:]).logPatterns(),
      let recogniser = try? LogRecogniser(patterns)
    else { preconditionFailure("the shipped patterns are wrong") }
    self.recogniser = recogniser
    var log = SyntheticLog(drainPercent: drainPercent)
    text = log.text(bytes: megabytes * 1_000_000)
    name = "\(megabytes) MB of log, \(drainPercent) % of the lines drain"
  }

  private var megabytes: Double { Double(text.count) / 1e6 }

  /// The sieve alone, which is what a search for the patterns does; `grep -cE` reaches the target.
  var sieve: Measurement {
    Measurement("sieve, \(name)", unit: "MB/s", target: (320, isLeast: true)) {
      var sieve = recogniser.sieve
      var lines = 0
      let time = ContinuousClock().measure { lines = read(&sieve, parser: nil) }
      precondition(lines > 0)
      return megabytes / time.seconds
    }
  }

  /// The sieve, and the parser for each line that passes.
  var whole: Measurement {
    Measurement("sieve and parser, \(name)", unit: "MB/s", target: (80, isLeast: true)) {
      var sieve = recogniser.sieve
      let parser = LogLineParser(recogniser: recogniser, year: 2026)
      var lines = 0
      let time = ContinuousClock().measure { lines = read(&sieve, parser: parser) }
      precondition(lines > 0)
      return megabytes / time.seconds
    }
  }

  /// How many lines pass, or say something when there is a parser.
  private func read(_ sieve: inout LogSieve, parser: LogLineParser?) -> Int {
    var parser = parser
    return text.withUnsafeBufferPointer { text in
      var lines = 0
      var position = 0
      while let line = sieve.next(in: text, from: position) {
        position = line.upperBound
        let found = parser?.line(UnsafeBufferPointer(rebasing: text[line]), pod: .unnamed)
        if parser == nil || found?.sign != nil || found?.inFlight != nil { lines += 1 }
      }
      return lines
    }
  }
}
