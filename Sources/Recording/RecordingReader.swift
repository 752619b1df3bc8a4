internal import ShutdownModel

extension Recording {
  /// Whether a file that begins so is a recording: with a header, or a line that can be read as one
  /// of a recording.
  public static func recognises(_ beginning: [UInt8]) -> Bool {
    if beginning.starts(with: #"{"format":"#.utf8) { return true }
    var reader = RecordingReader()
    beginning.withUnsafeBytes { reader.read($0) }
    let recording = reader.finish()
    return recording.header != nil || !recording.events.isEmpty
  }
}

/// Reads a recording from its bytes, piece by piece; never gives up on a damaged one.
public struct RecordingReader {
  /// What has been read.
  public private(set) var recording = Recording()
  /// What has come of the present line.
  private(set) var line: [UInt8] = []
  private var isTooLong = false
  private var number = 0
  private var last: Instant?

  /// A longer line is damage: the largest observation, a list of 10,000 UIDs, is far below it.
  private static let lineLimit = 4 << 20
  /// A longer gap to the line before is a damaged time, not a long night.
  private static let longestGap = TimeSpan.seconds(7 * 86_400)

  /// Makes a reader at the first byte.
  public init() {}

  /// Takes the next bytes.
  public mutating func read(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      append(rest[..<end])
      endLine()
      rest = rest[(end + 1)...]
    }
    append(rest)
  }

  /// The bytes are over: a last line without an end counts when it is whole.
  public mutating func finish() -> Recording {
    if !line.isEmpty || isTooLong { endLine(isCut: true) }
    return recording
  }

  private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
    if line.count + bytes.count > Self.lineLimit { isTooLong = true }
    if isTooLong { line.removeAll() } else { line.append(contentsOf: bytes) }
  }

  private mutating func endLine(isCut: Bool = false) {
    number += 1
    defer {
      line.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    if isTooLong { return damage("longer than \(Self.lineLimit) bytes") }
    guard !line.isEmpty else { return }
    do {
      take(try Record(line: line))
    } catch {
      damage(isCut ? "cut off at the end of the file" : error.problem)
    }
  }

  private mutating func take(_ record: Record) {
    switch record {
    case .unknown: recording.unknownCount += 1
    case .header(let header):
      guard recording.header == nil, recording.events.isEmpty else {
        return damage("a second header")
      }
      recording.header = header
      if header.format > RecordingHeader.format {
        damage("\(RecordingHeader.newer(header.format)); what is understood of it is shown")
      }
    case .event(var event):
      if recording.header == nil, recording.events.isEmpty, recording.damageCount == 0 {
        damage("no header; the defaults stand in")
      }
      let before = last ?? recording.header?.started
      if let before, event.time - before > Self.longestGap {
        return damage("its time is more than a week after the line before")
      }
      event.time = max(event.time, last ?? event.time)
      last = event.time
      recording.events.append(event)
    }
  }

  private mutating func damage(_ problem: String) {
    recording.damageCount += 1
    guard recording.damage.count < Recording.damageLimit else { return }
    recording.damage.append(Recording.Damage(line: number, problem: problem))
  }
}
