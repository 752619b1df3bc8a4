import HarmlessText
import LogText
import ShutdownModel
import Time

/// Gives every line of a file its time.
///
/// A line without a time of its own lies between its neighbours: what begins a shutdown is taken to be
/// written just before the later one, anything else just behind the earlier one.
struct LineTimes {
  private struct Stream: Hashable {
    var pod: PodReference
    var container: String?
  }

  private struct Untimed {
    var entry: PlacedLine
    var stream: Stream
    /// The time of the line before it.
    var after: Instant?
    /// Which of them it is.
    var number: Int
  }

  private var clock = LineClock()
  /// The first lines, before one has a time.
  private var waiting: [PlacedLine] = []
  /// Lines without a time, of streams that have had none: the next time of any stream bounds them.
  private var floating: [Untimed] = []
  /// Those of streams that have times: one of their own bounds them.
  private var held: [Stream: [Untimed]] = [:]
  private var heldCount = 0
  private var untimedCount = 0
  private var lasts: [Stream: Instant] = [:]
  private var last: Instant?
  /// The line before named the time of those behind it.
  private var isBehindHeader = false
  private var count = 0
  /// Of each pod, from one zero for all.
  private var counters: [PodReference: LineCounter] = [:]
  private var firstCounter: LineCounter?
  /// Of each pod a time that names its year, which tells that of its lines that do not.
  private var years: [PodReference: Instant] = [:]
  /// The pods some lines of which name no year.
  private var podsWithoutYear: Set<PodReference> = []
  private var isYearLeftOut: Bool { podsWithoutYear.contains { years[$0] == nil } }
  private var hasUnknownZone = false
  private var hasReadings = false
  private var hasTimes = false
  /// What a line says that has no time, and how far apart its neighbours are.
  private var spans: [String] = []

  /// So many lines wait for one with a time.
  private static let patience = 10_000
  private static let mostSpans = 3
  private static let mostStreams = 20_000
  /// Neighbours that are no further apart tell the time well enough.
  private static let nearness = TimeSpan.seconds(2)

  /// The lines as events; some come with a later call.
  mutating func place(_ lines: [PlacedLine]) -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(lines.count)
    for line in lines {
      note(line)
      if case .unknown = clock.kind {
        waiting.append(line)
        if waiting.count >= Self.patience { begin(isWhole: false, &events) }
      } else {
        add(line, &events)
      }
    }
    return events
  }

  private mutating func note(_ line: PlacedLine) {
    guard let moment = line.moment else { return }
    switch moment.kind {
    case .exact:
      if years[line.line.pod] == nil, years.count < Self.mostStreams {
        years[line.line.pod] = line.line.time
      }
    case .withoutYear:
      if podsWithoutYear.count < Self.mostStreams { podsWithoutYear.insert(line.line.pod) }
    case .unknownZone: hasUnknownZone = true
    case .timeOfDay, .sinceStart: break
    }
    hasTimes = true
    hasReadings = hasReadings || !moment.readings.isEmpty
  }

  /// The lines that still wait.
  mutating func finish() -> [Event] {
    var events: [Event] = []
    if case .unknown = clock.kind { begin(isWhole: true, &events) }
    flush(&events)
    return events
  }

  /// What the reader has to know of the times, a sentence each.
  var notices: [String] {
    var notices: [String] = []
    switch clock.kind {
    case .unknown: break
    case .dates:
      if hasUnknownZone {
        notices.append("some lines have an unknown time zone; their times are ignored")
      }
    case .none where hasTimes:
      notices.append("the lines about the shutdown have no timestamps; only their order is known")
    case .none:
      notices.append("the lines have no timestamps; only their order is known")
    case .counter(.timeOfDay) where hasReadings:
      notices.append(
        "the dates of the lines are ambiguous: durations are known, absolute times are not")
    case .counter(.timeOfDay):
      notices.append(
        "the lines have times of day but no dates: durations are known, absolute times are not")
    case .counter(.unknownZone):
      notices.append(
        "the time zone of the lines is unknown or ambiguous: durations are known, absolute times are "
          + "not")
    case .counter:
      notices.append(
        "the lines count time from a start: durations are known, absolute times are not")
    }
    if isYearLeftOut {
      notices.append("the lines have no year; the year of the file is used")
    }
    return notices + spans
  }

  private mutating func begin(isWhole: Bool, _ events: inout [Event]) {
    clock = LineClock(of: waiting, isWhole: isWhole)
    let lines = waiting
    waiting = []
    for line in lines { add(line, &events) }
  }

  private mutating func add(_ line: PlacedLine, _ events: inout [Event]) {
    if case .none = clock.kind {
      count += 1
      events.append(ordered(line.line))
      return
    }
    let stream = Stream(pod: line.line.pod, container: line.line.container)
    guard let time = time(of: line) else {
      if line.isContinued || isBehindHeader, let last = lasts[stream] ?? last {
        events.append(timed(line.line, last))
        return
      }
      let untimed = Untimed(
        entry: line, stream: stream, after: lasts[stream] ?? last, number: untimedCount)
      untimedCount += 1
      if lasts[stream] == nil {
        floating.append(untimed)
      } else {
        held[stream, default: []].append(untimed)
        heldCount += 1
      }
      if floating.count + heldCount >= Self.patience { flush(&events) }
      return
    }
    resolve(before: time, of: stream, &events)
    last = time
    if lasts[stream] != nil || lasts.count < Self.mostStreams { lasts[stream] = time }
    isBehindHeader = line.isHeader
    events.append(timed(line.line, time))
  }

  /// When a line was written, as far as it says.
  private mutating func time(of line: PlacedLine) -> Instant? {
    switch clock.kind {
    case .dates: clock.date(of: line, near: years[line.line.pod])
    case .counter(let kind): line.moment.flatMap { $0.kind == kind ? count($0, line) : nil }
    case .unknown, .none: nil
    }
  }

  private mutating func count(_ moment: LogMoment, _ line: PlacedLine) -> Instant {
    let first = firstCounter ?? LineCounter(first: moment)
    firstCounter = first
    let pod = counters.count < Self.mostStreams ? line.line.pod : .unnamed
    return counters[pod, default: first].instant(moment)
  }

  /// Places the lines whose later neighbour has come.
  private mutating func resolve(before time: Instant, of stream: Stream, _ events: inout [Event]) {
    let own = held.removeValue(forKey: stream) ?? []
    guard !floating.isEmpty || !own.isEmpty else { return }
    let lines = Self.inOrder(floating + own)
    floating = []
    heldCount -= own.count
    // What has been moved to the later neighbour keeps all behind it there.
    var floors: [Stream: Instant] = [:]
    for line in lines {
      var event = placed(line, before: time)
      if let floor = floors[line.stream], event.time < floor {
        event = timed(line.entry.line, floor)
      }
      if event.time == time { floors[line.stream] = time }
      events.append(event)
    }
  }

  /// The lines behind which no time comes any more, or none that is waited for.
  private mutating func flush(_ events: inout [Event]) {
    for line in Self.inOrder(floating + held.values.joined()) {
      events.append(placed(line, before: nil))
    }
    (floating, held, heldCount) = ([], [:], 0)
  }

  private static func inOrder(_ lines: [Untimed]) -> [Untimed] {
    lines.sorted { $0.number < $1.number }
  }

  private mutating func placed(_ line: Untimed, before later: Instant?) -> Event {
    guard let earlier = line.after ?? later else { return ordered(line.entry.line) }
    guard let later, later > earlier else { return timed(line.entry.line, earlier) }
    if let time = line.entry.moment?.instant(between: earlier, and: later) {
      return timed(line.entry.line, time)
    }
    if later - earlier > Self.nearness, line.entry.line.sign != nil {
      noteSpan(line.entry.line, earlier, later)
    }
    return timed(line.entry.line, line.entry.line.isBeginning ? later : earlier)
  }

  private mutating func noteSpan(_ line: LogLine, _ earlier: Instant, _ later: Instant) {
    guard spans.count < Self.mostSpans else { return }
    let text = line.text.harmless(limit: 80)
    let length = "within \((later - earlier).text)"
    let place =
      earlier.isDated ? "between \(earlier.rfc3339) and \(later.rfc3339)" : length
    spans.append("'\(text)' has no timestamp; it was written \(place)")
  }

  private func timed(_ line: LogLine, _ time: Instant) -> Event {
    var line = line
    line.time = time
    return Event(time: time, .log(line))
  }

  /// A line of a file without times: a millisecond behind the one before, and none of its own.
  private func ordered(_ line: LogLine) -> Event {
    var line = line
    line.time = nil
    return Event(time: Instant(nanoseconds: Int64(count) * 1_000_000), .log(line))
  }
}

/// Times that are no points in time, put one behind the other from a zero of their own.
private struct LineCounter {
  /// What a pod's times are moved by.
  private var base: TimeSpan
  private var last = Instant(nanoseconds: 0)
  private static let day = TimeSpan.seconds(86_400)

  /// - Parameter first: of the file; its zero lies a day before it, so that nothing falls below it.
  init(first: LogMoment) {
    let value = first.instant.nanoseconds
    let days = first.kind == .sinceStart ? 0 : value / Self.day.nanoseconds
    base = Self.day - .seconds(Double(days) * Self.day.seconds)
  }

  mutating func instant(_ moment: LogMoment) -> Instant {
    let time = moment.instant + base
    switch moment.kind {
    case .timeOfDay: if last - time > .seconds(Self.day.seconds / 2) { base = base + Self.day }
    // Another start: it came after the last line.
    case .sinceStart:
      if last - time > .seconds(1) { base = last - moment.instant + .milliseconds(1) }
    case .exact, .withoutYear, .unknownZone: break
    }
    let moved = min(moment.instant + base, Instant.latestUndated)
    last = max(last, moved)
    return moved
  }
}
