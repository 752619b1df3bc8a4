public import Time

/// What a log line tells the rules beside its sign: words that one server or library has.
public enum LogClue: String, CaseIterable, Sendable {
  /// nginx: `signal 15 (SIGTERM) received …, exiting`.
  case fastExit
  /// Go: `SIGQUIT: quit`, with its goroutines.
  case goroutineDump
  /// It waits for connections, not for work: uvicorn and others.
  case waitsForConnections
  /// gunicorn: `Worker (pid:7) was sent SIGKILL! Perhaps out of memory?`.
  case workerKilled
  /// celery: `Warm shutdown`.
  case warmShutdown
  /// celery: `Worker exited prematurely: signal 15 (SIGTERM)`.
  case workerLost
  /// A connection to the proxy beside it was refused.
  case proxyRefused
  /// A client's connection was cut.
  case connectionReset
  /// A supervisor lost its patience: `killing 'web' (7) with SIGKILL`.
  case supervisorKill
  /// The program crashes, and says so: Go, Rust.
  case panic

  /// A line with a clue.
  public struct Line: Equatable, Sendable {
    public var clue: LogClue
    public var container: String
    /// On the cluster's clock.
    public var time: Instant
    public var text: String

    /// Makes a line.
    package init(clue: LogClue, container: String, time: Instant, text: String) {
      self.clue = clue
      self.container = container
      self.time = time
      self.text = text
    }
  }

  /// The words that give each away; one of them is enough.
  private static let needles: [(bytes: [UInt8], clue: LogClue)] = words.map {
    (bytes: Array($0.0.utf8), clue: $0.1)
  }

  private static let words: [(String, LogClue)] = [
    ("signal 15 (SIGTERM) received", .fastExit),
    ("SIGQUIT: quit", .goroutineDump),
    ("aiting for connections to close", .waitsForConnections),
    ("aiting for active connections to terminate", .waitsForConnections),
    ("was sent SIGKILL! Perhaps out of memory", .workerKilled),
    ("arm shutdown", .warmShutdown),
    ("Worker exited prematurely: signal 15", .workerLost),
    ("127.0.0.1:15001: connect: connection refused", .proxyRefused),
    ("127.0.0.1:15001: connection refused", .proxyRefused),
    ("127.0.0.1:4140: connect: connection refused", .proxyRefused),
    ("connection reset by peer", .connectionReset),
    ("Connection reset by peer", .connectionReset),
    ("ECONNRESET", .connectionReset),
    ("with SIGKILL", .supervisorKill),
    ("panic: ", .panic), ("fatal error: ", .panic), ("' panicked at ", .panic),
  ]

  /// Which needles begin with a byte: most bytes of a line begin none.
  private static let byFirstByte: [[Int]] = {
    var table = Array(repeating: [Int](), count: 256)
    for (index, needle) in needles.enumerated() { table[Int(needle.bytes[0])].append(index) }
    return table
  }()

  /// The first clue in a line; nil for most lines.
  package init?(in text: String) {
    var text = text
    let found = text.withUTF8 { bytes -> LogClue? in
      for start in bytes.indices {
        for index in LogClue.byFirstByte[Int(bytes[start])] {
          let needle = LogClue.needles[index].bytes
          guard bytes.count - start >= needle.count else { continue }
          if needle.indices.allSatisfy({ bytes[start + $0] == needle[$0] }) {
            return LogClue.needles[index].clue
          }
        }
      }
      return nil
    }
    guard let found else { return nil }
    self = found
  }
}
