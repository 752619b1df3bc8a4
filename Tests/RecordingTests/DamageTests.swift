import ShutdownModel
import Testing
import Time

@testable import Recording

/// What is not damaged is read, and what is damaged is named by its line.
@Suite struct DamageTests {
  @Test(arguments: 0..<3)
  func `a recording cut anywhere has every whole line, and the cut one is named`(seed: Int) {
    let written = (0..<4).flatMap { RandomRun.events(seed: seed * 10 + $0) }
      .filter { Record.event($0).line.utf8.count < 300 }.enumerated()
      .map { Event(time: Lines.start + .milliseconds(Int64($0)), $1.observation) }
    let bytes = Array(Lines.text(written).utf8)
    var reader = RecordingReader()
    let begin = max(bytes.count - 4096, 0)
    bytes[..<begin].withUnsafeBytes { reader.read($0) }
    var wrong: [String] = []
    for end in begin...bytes.count {
      var cut = reader
      let recording = cut.finish()
      let ends = bytes[..<end].count { $0 == 0x0A }
      let isBetween = end == 0 || bytes[end - 1] == 0x0A
      // The last byte of a line is before its end.
      let isWhole = isBetween || end == bytes.count || bytes[end] == 0x0A
      let damage = isWhole ? [] : ["line \(ends + 1): cut off at the end of the file"]
      let count = max(ends - 1 + (isWhole && !isBetween ? 1 : 0), 0)
      if recording.events.count != count || recording.events.last != written[..<count].last {
        wrong.append("events at \(end)")
      }
      if recording.damage.map(\.description) != damage { wrong.append("damage at \(end)") }
      if end < bytes.count { bytes[end...end].withUnsafeBytes { reader.read($0) } }
    }
    #expect(wrong == [])
  }

  @Test(arguments: 0..<200)
  func `lines that random bytes have hit are named, and all others are read`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let written = Lines.events(40)
    var lines = Lines.text(written).split(separator: "\n").map { Array($0.utf8) }
    var hit: Set<Int> = []
    for _ in 0..<random.pick([1, 3, 10]) {
      let line = Int.random(in: 1..<lines.count, using: &random)
      hit.insert(line)
      // Never a line end: a line that is two is two damaged ones.
      let noise: [UInt8] = (0..<random.pick([1, 4, 50])).map { _ in
        random.pick([0, 0xFF, 0x22, 0x7B, 0x80, 0xC3, 0x5C, 0x2C])
      }
      let place = Int.random(in: lines[line].indices, using: &random)
      let end = random.percent(50) ? place : min(place + noise.count, lines[line].count)
      lines[line].replaceSubrange(place..<end, with: noise)
    }
    let recording = Lines.read(lines.flatMap { $0 + [0x0A] })
    #expect(recording.header == Lines.header)
    let unhurt = written.indices.filter { !hit.contains($0 + 1) }.map { written[$0] }
    #expect(unhurt.allSatisfy(recording.events.contains))
    #expect(Set(recording.damage.map { $0.line - 1 }).isSubset(of: hit))
    // A hit one is named unless it still says something: an event, or a kind nobody knows.
    let spoken = recording.events.count - unhurt.count + recording.unknownCount
    #expect(recording.damageCount + spoken == hit.count)
  }

  @Test(arguments: 0..<50)
  func `nothing that could be read makes it stop`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(Lines.text(RandomRun.events(seed: seed)).utf8)
    for _ in 0..<random.pick([1, 30, 1000]) {
      let place = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      default: bytes.remove(at: place)
      }
    }
    let recording = Lines.read(bytes)
    let lines = bytes.split(separator: 0x0A).count
    let read = recording.events.count + recording.unknownCount + (recording.header == nil ? 0 : 1)
    // A line that is read although something is said of it.
    let both = recording.damage.count {
      $0.problem.hasPrefix("no header") || $0.problem.hasSuffix("what is understood of it is shown")
    }
    #expect(read + recording.damageCount == lines + both)
    #expect(recording.damage.map(\.line) == recording.damage.map(\.line).sorted())
  }

  @Test func `a line of ten megabytes is named and not kept, and what follows is read`() {
    let events = Lines.events(2)
    let long =
      #"{"kind":"commandOutput","text":""# + String(repeating: "x", count: 10 << 20) + #""}"#
    var bytes = Array(Lines.text([events[0]]).utf8)
    bytes += Array(long.utf8)
    bytes += Array("\n".utf8) + Array(Lines.text(nil, [events[1]]).utf8)
    let recording = Lines.read(bytes)
    #expect(recording.events == events)
    #expect(recording.damage.map(\.description) == ["line 3: longer than 4194304 bytes"])
  }

  @Test func `while a line without end comes, no more than the limit is held`() {
    var reader = RecordingReader()
    let piece = [UInt8](repeating: 0x78, count: 1 << 20)
    for _ in 0..<12 {
      piece.withUnsafeBytes { reader.read($0) }
      #expect(reader.line.count <= 4 << 20)
    }
    #expect(reader.finish().damage.map(\.description) == ["line 1: longer than 4194304 bytes"])
  }

  @Test(arguments: ["[", #"{"a":"#])
  func `what is nested too deep is named`(opening: String) {
    let deep = String(repeating: opening, count: 100_000)
    let recording = Lines.read(Lines.text(Lines.events(1)) + deep + "\n")
    #expect(recording.events == Lines.events(1))
    #expect(
      recording.damage.map(\.description) == ["line 3: not JSON: nested deeper than 32 levels"])
  }

  @Test func `times that run backwards stand still instead`() {
    var events = Lines.events(4)
    events[2].time = Lines.start - .seconds(3600)
    let recording = Lines.read(Lines.text(events))
    #expect(recording.damage == [])
    #expect(recording.events.map(\.observation) == events.map(\.observation))
    #expect(recording.events.map { ($0.time - Lines.start).seconds } == [0, 1, 1, 3])
  }

  @Test func `a time far ahead is damage, and does not take the rest along`() {
    var events = Lines.events(4)
    events[1].time = Lines.start + .seconds(8 * 86_400)
    events[2].time = Instant(nanoseconds: .max)
    let recording = Lines.read(Lines.text(events))
    #expect(recording.events == [events[0], events[3]])
    #expect(recording.damage.map(\.line) == [3, 4])
  }

  @Test func `only so many damaged lines are named, and all are counted`() {
    let bad = String(repeating: "?\n", count: 1000)
    let recording = Lines.read(Lines.text(Lines.events(1)) + bad)
    #expect(recording.damage.count == Recording.damageLimit)
    #expect(recording.damageCount == 1000)
    #expect(recording.events.count == 1)
  }

  @Test(arguments: ["\r\n", "\n\n", " \n"])
  func `other ends of lines do no harm`(end: String) {
    let text = Lines.text(Lines.events(3)).replacing("\n", with: end)
    let recording = Lines.read(text)
    #expect(recording.header == Lines.header)
    #expect(recording.events == Lines.events(3))
    #expect(recording.damage == [])
  }
}
