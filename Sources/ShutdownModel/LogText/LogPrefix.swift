/// What stands before the message of a line.
enum LogPrefix {
  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// Pod and container of `[pod/web-1/app] `; the rest is left.
  static func takeSource(from line: inout Bytes) -> (pod: String, container: String)? {
    guard line.starts(with: "[pod/".utf8) else { return nil }
    // 253 bytes of a pod's name and 63 of a container's.
    let inside = line.dropFirst(5).prefix(253 + 1 + 63 + 1)
    guard let end = inside.firstIndex(of: UInt8(ascii: "]")),
      let slash = inside[..<end].firstIndex(of: UInt8(ascii: "/"))
    else { return nil }
    let (pod, container) = (inside[..<slash], inside[inside.index(after: slash)..<end])
    guard isName(pod), isName(container) else { return nil }
    line = line[line.index(after: end)...]
    takeSpace(from: &line)
    return (String(decoding: pod, as: UTF8.self), String(decoding: container, as: UTF8.self))
  }

  /// A leading RFC 3339 time and the space after it.
  static func takeTime(from line: inout Bytes) -> Instant? {
    guard let first = line.first, ByteSet.digits.contains(first) else { return nil }
    // No time is longer than 2026-11-23T04:29:35.123456789+01:00.
    let end = line.prefix(40).firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
    guard line.distance(from: line.startIndex, to: end) <= 40,
      let time = Instant(rfc3339: line[..<end])
    else { return nil }
    line = line[end...]
    takeSpace(from: &line)
    return time
  }

  /// `stdout F ` of a log file on a node.
  ///
  /// Source: the CRI's logging format; `P` marks a part of a longer line.
  static func takeStream(from line: inout Bytes) {
    for mark in ["stdout F ", "stderr F ", "stdout P ", "stderr P "]
    where line.starts(with: mark.utf8) {
      line = line.dropFirst(mark.utf8.count)
      return
    }
  }

  private static func takeSpace(from line: inout Bytes) {
    if line.first == UInt8(ascii: " ") { line.removeFirst() }
  }

  private static func isName(_ bytes: Bytes) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy {
        ByteSet.word.contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
  }
}
