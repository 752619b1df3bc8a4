extension LogSpeaker {
  /// Whether a line's frame names one of several that work side by side: `[ServerThr.2] Shutdown finished`,
  /// `[consumer-3] stopped`.
  ///
  /// What such a one says of its end, without a subject, is no word of the whole process.
  static func isNumberedPart(
    of message: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let start = whole.baseAddress, let place = message.baseAddress, place >= start,
      place - start <= whole.count
    else { return false }
    let frame = whole[..<(place - start)]
    return frame.split(separator: UInt8(ascii: "[")).dropFirst(frame.first == 0x5B ? 0 : 1)
      .contains { tag in
        guard let end = tag.firstIndex(of: UInt8(ascii: "]")) else { return false }
        return isNumberedPart(tag[..<end])
      }
  }

  private static func isNumberedPart(_ tag: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let last = tag.last, ByteSet.digits.contains(last) else { return false }
    let name = String(decoding: tag, as: UTF8.self).lowercased()
    return parts.contains { name.hasPrefix($0) }
  }

  /// A thread is none: where the end of a JVM is told, it is a thread with a number that does.
  private static let parts = [
    "worker", "server", "listener", "consumer", "replica", "child", "shard", "acceptor", "reactor",
    "executor", "client", "conn",
  ]
}
