extension SeededGenerator {
  /// Pieces of all the forms of a line in any order, some cut, with random bytes between.
  mutating func hostileFields() -> [UInt8] {
    let pieces = [
      "I1123 04:29:35.123456       1 file.go:12] ", "2026/11/23 04:29:35 ", "[notice] 1#1: ",
      "[Mon Nov 23 04:29:35.123456 2026] ", "2026-11-23T04:29:35.123Z ", "2026-11-23 04:29:35,123",
      " - name - INFO - ", "INFO 1 --- [main] a.b : ", "1:M 23 Nov 2026 04:29:35.123 * ",
      "<34>1 ", "<34>", "Nov 23 04:29:35 host prog[1]: ", "Nov  3 ",
      "[23/Nov/2026:04:29:35 +0000] ",
      "[WARNING] 327/042935 (8) : ", "I, [", " #1]  INFO -- : ", "stdout P ", "[pod/a/b] ",
      "web-7d9c5b8f6d-x2x4z app ", "\u{1B}[94m", "\u{1B}[0m", "+ ", " › ", "│ ", "level=info ",
      "msg=\"", "\" ", "\\", "in_flight=3 ", "time=", "{\"log\":\"", "\\n\",\"stream\":\"stdout\"}",
      "{", "}", " +0100", "Z", "9999999999", " ", "[", "]", ":", "-", "é", "\r",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...12, using: &self) {
      if percent(10) {
        bytes.append(UInt8.random(in: 0...255, using: &self))
        continue
      }
      let piece = Array(pick(pieces).utf8)
      bytes +=
        percent(20) ? piece.prefix(Int.random(in: 0...piece.count, using: &self)) : piece[...]
    }
    return bytes
  }
}
