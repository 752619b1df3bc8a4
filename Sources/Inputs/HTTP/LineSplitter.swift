/// One line of a stream, without its line feed.
public struct HTTPLine: Equatable, Sendable {
  public var bytes: [UInt8]
  /// The line was longer than allowed and is cut.
  public var isCut: Bool
}

/// Cuts a stream of bytes into lines of bounded length.
struct LineSplitter {
  private let limit: Int
  private var rest: [UInt8] = []
  private var isPassingOver = false
  /// How long the line is that has not ended yet, what is passed over of it included.
  private(set) var openLength = 0

  init(limit: Int) {
    self.limit = max(limit, 1)
  }

  /// The lines that end in the bytes that have come.
  mutating func split(_ bytes: some Collection<UInt8>) -> [HTTPLine] {
    var lines: [HTTPLine] = []
    var remaining = bytes[...]
    while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
      take(remaining[..<end])
      lines.append(HTTPLine(bytes: rest, isCut: isPassingOver))
      rest.removeAll(keepingCapacity: rest.capacity <= 1 << 16)
      isPassingOver = false
      openLength = 0
      remaining = remaining[remaining.index(after: end)...]
    }
    take(remaining)
    return lines
  }

  /// What is left when the stream ends without a line feed.
  mutating func finish() -> HTTPLine? {
    guard !rest.isEmpty else { return nil }
    defer { rest = [] }
    return HTTPLine(bytes: rest, isCut: isPassingOver)
  }

  private mutating func take(_ part: some Collection<UInt8>) {
    openLength += part.count
    guard !isPassingOver else { return }
    let room = limit - rest.count
    rest.append(contentsOf: part.prefix(room))
    isPassingOver = part.count > room
  }
}
