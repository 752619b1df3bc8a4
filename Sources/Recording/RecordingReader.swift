import ShutdownModel
import Time

extension Recording {
  /// Whether a file that begins so is a recording: with a header, or with hardly a line that is
  /// none of one.
  ///
  /// A program may log what looks like a line of a recording; that makes its log none.
  public static func recognises(_ beginning: [UInt8]) -> Bool {
    let first = beginning.prefix { $0 != 0x0A }
    if (try? Record(line: first))?.isHeader ?? false { return true }
    // A header that is cut off, or larger than what is looked at.
    if first.starts(with: #"{"format":"#.utf8), first.count == beginning.count { return true }
    var reader = RecordingReader()
    beginning.withUnsafeBytes { reader.read($0) }
    let recording = reader.finish()
    // One damaged line, or none: the header.
    let others = max(recording.damageCount - 1, 0) + recording.unknownCount
    return !recording.events.isEmpty && recording.events.count >= 10 * others
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
  /// A line that leaps ahead, and its number.
  private var suspect: (event: Event, number: Int)?
  private var isFull = false

  /// A longer line is damage: the largest observation, a list of 10,000 UIDs, is far below it.
  private static let lineLimit = 4 << 20
  /// A longer gap to the line before is a damaged time, not a long night.
  private static let longestGap = TimeSpan.seconds(7 * 86_400)

  /// A leap that the next line has to confirm.
  private static let leap = TimeSpan.seconds(60)
  /// A day of fifty pods; more would not fit into the memory of small machines.
  private static let mostEvents = 4_000_000

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
    settleSuspect(next: nil)
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
      settleSuspect(next: event.time)
      event.time = max(event.time, last ?? event.time)
      if let last, event.time - last > Self.leap {
        suspect = (event, number)
      } else {
        add(event)
      }
    }
  }

  /// Whether time leapt at the line before, or that line's time is damaged, the next line tells.
  private mutating func settleSuspect(next: Instant?) {
    guard let suspect else { return }
    self.suspect = nil
    if let next, next < suspect.event.time {
      damage("its time is ahead of the lines behind it", line: suspect.number)
    } else {
      add(suspect.event)
    }
  }

  private mutating func add(_ event: Event) {
    guard recording.events.count < Self.mostEvents else {
      if !isFull { damage("more than \(Self.mostEvents) observations; what follows is left out") }
      isFull = true
      return
    }
    last = event.time
    recording.events.append(event)
  }

  private mutating func damage(_ problem: String, line: Int? = nil) {
    recording.damageCount += 1
    guard recording.damage.count < Recording.damageLimit else { return }
    recording.damage.append(Recording.Damage(line: line ?? number, problem: problem))
  }
}
