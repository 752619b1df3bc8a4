/// What the frame of a line says of who speaks.
extension LogSpeaker {
  /// What stands before the message; nil where it is none of that line.
  static func frame(
    of message: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let start = whole.baseAddress, let place = message.baseAddress, place > start,
      place - start <= whole.count
    else { return nil }
    return UnsafeBufferPointer(rebasing: whole[..<(place - start)])
  }

  /// Whether it names one of several that work side by side: `[ServerThr.2] Shutdown finished`,
  /// `[consumer-3] stopped`.
  static func isNumberedPart(_ frame: UnsafeBufferPointer<UInt8>) -> Bool {
    frame.split(separator: UInt8(ascii: "[")).dropFirst(frame.first == 0x5B ? 0 : 1)
      .contains { tag in
        guard let end = tag.firstIndex(of: UInt8(ascii: "]")), end > tag.startIndex,
          ByteSet.digits.contains(tag[end - 1])
        else { return false }
        let name = String(decoding: tag[..<end], as: UTF8.self).lowercased()
        return parts.contains { name.hasPrefix($0) }
      }
  }

  /// A thread is none: where the end of a JVM is told, it is a thread with a number that does.
  private static let parts = [
    "worker", "server", "listener", "consumer", "replica", "child", "shard", "acceptor", "reactor",
    "executor", "client", "conn",
  ]

  /// Whether a logger is one of what a process keeps, and never of all of it:
  /// `o.a.f.r.checkpoint.StandaloneCompletedCheckpointStore - Shutting down`.
  static func isKept(_ frame: UnsafeBufferPointer<UInt8>) -> Bool {
    // Where the last part of a name begins.
    var start = 0
    for end in 0...frame.count {
      let byte = end < frame.count ? frame[end] : 0x20
      if ByteSet.word.contains(byte) || byte == UInt8(ascii: "-") { continue }
      let isJoint =
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":")
      let isMore = isJoint && end + 1 < frame.count && ByteSet.word.contains(frame[end + 1])
      if !isMore, end - start > 3, LineCursor.letters.contains(frame[start]),
        LogWordKind(of: UnsafeBufferPointer(rebasing: frame[start..<end])).contains(.kept)
      {
        return true
      }
      start = end + 1
    }
    return false
  }

  static func isKept(_ logger: String) -> Bool {
    var logger = logger
    return logger.withUTF8 { isKept($0) }
  }
}
