import LogText
import Time

/// What one container's log says of one shutdown, up to its newest line.
///
/// Words of an end are provisional: a line that shows the container at work takes them back.
///
/// Source: the design of evidence, 1 to 5.
struct LogRun: Equatable, Sendable {
  /// Words from before belong to ordinary operation.
  let since: Instant
  /// The first word about the whole process.
  private(set) var beganAt: Instant?
  /// The first of the words that begin nothing by themselves, and how many there were.
  private(set) var hintedAt: Instant?
  private(set) var hintCount = 0
  private var lastHintAt: Instant?
  private var hasSignal = false
  /// The newest word of an end that says by itself that the process shuts down; nil once it went on.
  private(set) var closingAt: Instant?
  private(set) var gaveUpAt: Instant?
  /// That it gave up may have been the word of a part or of a request.
  private(set) var gaveUpInPart = false
  private(set) var cutAt: Instant?
  private(set) var forcedAt: Instant?
  private(set) var endedAt: Instant?
  private(set) var waitingAt: Instant?
  private(set) var lastLineAt: Instant?
  /// The newest count, and when it was told.
  private(set) var count: Int?
  private(set) var countedAt: Instant?
  /// How many lines have come since the newest word.
  private var linesSince = 0
  /// The words that may have begun it had a time of their own.
  private(set) var isTimed = false
  /// It still wrote long after the end of its grace, in no new process: nothing that it had said was its end.
  private(set) var isGoingOn = false
  /// Another process has taken its place.
  private(set) var isOver = false
  private(set) var finishedAt: Instant?
  private var partsFinishedAt: Instant?
  private var partsBegun = 0
  private var partsFinished = 0
  /// What stops is replaced, up to this moment.
  private var reloadedUntil: Instant?
  /// The words of an end that the newest lines have taken back.
  private var takenBack: EndWords?

  private struct EndWords: Equatable, Sendable {
    var finishedAt: Instant?
    var partsFinishedAt: Instant?
    var endedAt: Instant?
    /// When the first of the lines came.
    var by: Instant
  }

  /// A process that still says something after this long has not ended.
  static let lastWords = TimeSpan.seconds(2)
  /// Nor has one that says so many lines more, where lines have no times.
  private static let lastLines = 50
  /// After a mere announcement, what other lines are more than the rest of it.
  private static let fewLines = 3
  /// Words that belong together come within this.
  static let hintsLast = TimeSpan.seconds(30)
  /// What still writes so long after the last of them goes on.
  private static let silenceBegins = TimeSpan.seconds(10)
  /// The next process says that it has started within this.
  private static let startLasts = TimeSpan.seconds(120)
  /// After a reload its old workers end within this, or are not noticed.
  private static let reloadLasts = TimeSpan.seconds(10)

  init(since: Instant) { self.since = since }

  /// When its work was done, if nothing later says otherwise.
  ///
  /// That of a part counts when as many have finished as have begun. After a cut, a limit or a force the
  /// last words say no more than that the process is gone: nginx logs the same `exit` after SIGTERM and
  /// after SIGQUIT.
  var doneAt: Instant? {
    let parts = partsFinished >= partsBegun ? partsFinishedAt : nil
    guard let done = [finishedAt, parts].compactMap({ $0 }).max() else { return nil }
    let spoiltAt = [cutAt, forcedAt, gaveUpAt].compactMap { $0 }.min()
    return spoiltAt.map { $0 <= done } ?? false ? nil : done
  }

  /// When it said that it ends, if it did not go on and no part of it is known to be left.
  var goneAt: Instant? {
    guard let endedAt, partsBegun - partsFinished <= 1 || finishedAt != nil else { return nil }
    return endedAt
  }

  /// When it began, as its words tell when the log is over: the words of several parts, or that of an end
  /// with which it fell silent.
  var beginFromHindsight: Instant? {
    if let closingAt { return min(hintedAt ?? closingAt, closingAt) }
    guard hintCount > 1, let lastLineAt, let lastHintAt else { return nil }
    return lastLineAt <= lastHintAt + Self.silenceBegins ? hintedAt : nil
  }

  /// It has said no more than that something shuts down: no signal, no count, no end.
  var isAnnouncement: Bool {
    !hasSignal && beganAt != nil
      && [cutAt, gaveUpAt, forcedAt, finishedAt, partsFinishedAt, endedAt, waitingAt, countedAt]
        .allSatisfy { $0 == nil }
  }

  /// No signal was told, and after the limit of whatever shut down it went on with other things.
  var goesOnAfterLimit: Bool {
    guard let gaveUpAt, let lastLineAt, !hasSignal, linesSince > Self.fewLines else { return false }
    return cutAt == nil && doneAt == nil && endedAt == nil
      && lastLineAt > gaveUpAt + Self.reloadLasts
  }

  /// Without times, that it went on shows in the number of its lines.
  var hasManyLinesSince: Bool { linesSince > Self.lastLines }

  /// It has said no more than that, and goes on with other things.
  var isIdleAnnouncement: Bool { isAnnouncement && linesSince > Self.fewLines }

  /// Parts that stop are being replaced.
  func isReloading(at time: Instant) -> Bool { reloadedUntil.map { time <= $0 } ?? false }

  mutating func take(_ line: LogLine, at time: Instant) {
    guard !isOver else { return }
    linesSince = line.sign == nil ? linesSince + 1 : 0
    takeBack(by: line, at: time)
    lastLineAt = max(lastLineAt ?? time, time)
    if let inFlight = line.inFlight, countedAt.map({ time >= $0 }) ?? true {
      (count, countedAt) = (inFlight, time)
    }
    guard let sign = line.sign else { return }
    let isReload = isReloading(at: time)
    if beganAt == nil { isTimed = line.time != nil }
    switch sign {
    case .signal:
      hasSignal = true
      begin(at: time)
    case .draining, .waiting:
      if isReload, beganAt == nil { return }
      begin(at: time)
      if sign == .waiting { waitingAt = time }
      if sign == .draining, line.isOfPart { partsBegun += 1 }
    case .finished:
      if line.isOfPart {
        partsFinished += 1
        partsFinishedAt = time
      } else {
        finishedAt = time
      }
    case .ended: endedAt = time
    case .timedOut: (gaveUpAt, gaveUpInPart) = (time, line.isOfPart)
    case .cut: cutAt = time
    case .forced: forcedAt = time
    case .part, .weak:
      if isReload { return }
      hint(at: time)
      if sign == .part, line.isOfPart { partsBegun += 1 }
    case .reloaded:
      reloadedUntil = time + Self.reloadLasts
      forgetHints()
    case .started: if line.isOfPart { forgetHints() }
    case .resumed: break
    }
    if sign.isEnd, line.tellsShutdown || sign == .ended, !isReload, sign != .ended || !line.isOfPart
    {
      closingAt = time
    }
  }

  /// It writes though its grace has long been over.
  mutating func goOn() {
    isGoingOn = true
    (finishedAt, partsFinishedAt, endedAt, closingAt) = (nil, nil, nil, nil)
  }

  /// Another process has started: whatever comes now is of that, and so is what came right before it.
  mutating func close() {
    isOver = true
    guard let takenBack, let lastLineAt, lastLineAt <= takenBack.by + Self.startLasts else {
      return
    }
    finishedAt = finishedAt ?? takenBack.finishedAt
    partsFinishedAt = partsFinishedAt ?? takenBack.partsFinishedAt
    endedAt = endedAt ?? takenBack.endedAt
  }

  private mutating func begin(at time: Instant) { beganAt = min(beganAt ?? time, time) }

  private mutating func hint(at time: Instant) {
    hintedAt = hintedAt ?? time
    lastHintAt = time
    hintCount += 1
  }

  private mutating func forgetHints() {
    (hintedAt, lastHintAt) = (nil, nil)
    hintCount = 0
  }

  /// The process goes on.
  private mutating func takeBack(by line: LogLine, at time: Instant) {
    let isEnd = line.sign.map(\.isEnd) ?? false
    let goesOnUntimed = line.time == nil && hasManyLinesSince
    // `Shutting down` as a last word after `Server stopped` begins nothing anew.
    let begins = line.sign == .waiting || line.sign == .draining && line.isOfPart
    func isTakenBack(_ word: Instant?) -> Bool {
      guard let word else { return false }
      return time >= word && begins || time > word + Self.lastWords && !isEnd || goesOnUntimed
    }
    if line.sign != nil { takenBack = nil }
    let words = EndWords(
      finishedAt: finishedAt, partsFinishedAt: partsFinishedAt, endedAt: endedAt, by: time)
    if isTakenBack(finishedAt) { finishedAt = nil }
    if isTakenBack(partsFinishedAt) { partsFinishedAt = nil }
    if isTakenBack(endedAt) { endedAt = nil }
    let isAnyTakenBack =
      (finishedAt, partsFinishedAt, endedAt)
      != (words.finishedAt, words.partsFinishedAt, words.endedAt)
    if isAnyTakenBack, line.sign == nil { takenBack = words }
    if let closingAt, time > closingAt + Self.lastWords, !isEnd { self.closingAt = nil }
    if goesOnUntimed { closingAt = nil }
    // It waits again, so that it has not given up.
    let goesOn = gaveUpInPart && isTakenBack(gaveUpAt)
    if let gaveUpAt, begins || line.sign == .draining || goesOn, time > gaveUpAt {
      self.gaveUpAt = nil
    }
    if let hintedAt, time > hintedAt + Self.hintsLast { forgetHints() }
  }
}
