/// A place in a line from which it is read on; it never leaves the line.
struct LineCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    let range = range.clamped(to: 0..<bytes.count)
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  /// The next byte; 0 at the end.
  var next: UInt8 { position < end ? bytes[position] : 0 }

  /// The byte so far after the next; 0 behind the end.
  func peek(_ distance: Int) -> UInt8 {
    distance < end - position ? bytes[position + distance] : 0
  }

  mutating func move(to position: Int) { self.position = min(max(position, 0), end) }

  mutating func skip(_ count: Int) { move(to: position + count) }

  mutating func take(byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - position >= count else { return false }
    for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
    position += count
    return true
  }

  mutating func take(_ text: StaticString, or other: StaticString) -> Bool {
    take(text) || take(other)
  }

  mutating func takeSpaces() {
    while position < end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }

  /// A number of exactly so many digits.
  mutating func number(digits: Int) -> Int? {
    guard end - position >= digits else { return nil }
    var value = 0
    for index in position..<position + digits {
      guard ByteSet.digits.contains(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
    }
    position += digits
    return value
  }

  /// Takes bytes of a set, so many at most, and returns how many there were.
  @discardableResult
  mutating func takeAll(of set: ByteSet, atMost limit: Int = 64) -> Int {
    let start = position
    while position < end, position - start < limit, set.contains(bytes[position]) { position += 1 }
    return position - start
  }

  /// Goes behind the next such byte within so many; stays where it is when there is none.
  mutating func goBehind(_ byte: Unicode.Scalar, within limit: Int) -> Bool {
    let byte = UInt8(ascii: byte)
    let last = min(end, position + limit)
    var index = position
    while index < last {
      if bytes[index] == byte {
        position = index + 1
        return true
      }
      index += 1
    }
    return false
  }

  /// The result of a reading; where there is none, nothing is taken.
  mutating func attempt<Value>(_ read: (inout LineCursor) -> Value?) -> Value? {
    let start = position
    if let value = read(&self) { return value }
    position = start
    return nil
  }

  /// Whether a part of the line begins with a text.
  func begins(_ text: StaticString, _ range: Range<Int>) -> Bool {
    var cursor = LineCursor(bytes, range)
    return cursor.take(text)
  }

  /// Whether a text is in a part of the line.
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    range.contains { begins(text, $0..<range.upperBound) }
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
