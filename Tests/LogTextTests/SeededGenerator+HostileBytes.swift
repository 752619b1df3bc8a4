extension SeededGenerator {
  /// Random bytes among pieces that mean something to a terminal or a parser of log lines.
  mutating func hostileBytes() -> [UInt8] {
    let pieces = [
      "\u{1B}", "\u{1B}[", "\u{1B}]", "31m", "\u{7}", "\u{9B}", "\u{202E}", "\u{200D}", "\u{E0041}",
      "\u{301}", "🎉", "é", "{\"msg\":\"", "\",\"inFlight\":", "\"}", "[pod/", "a/b] ",
      "2026-11-23T10:00:00Z ", "shutting down", "still waiting, 7 in flight", "\r", "\t", "{",
      "\\u",
      " stdout F ", "99999999999999999999", "\"ts\":1e300,",
    ]
    return (0..<Int.random(in: 0...40, using: &self)).flatMap { _ -> [UInt8] in
      if Bool.random(using: &self) { return [UInt8.random(in: 0...255, using: &self)] }
      return pieces.randomElement(using: &self).map { Array($0.utf8) } ?? []
    }
  }
}
