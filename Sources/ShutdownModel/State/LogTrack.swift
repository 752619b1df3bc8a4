public import LogText
public import Time

/// What one container's log has said of its shutdown.
public struct LogTrack: Equatable, Sendable {
  public var container: String
  /// When each sign was last seen, on the cluster's clock.
  public var latest: [LogSign: Instant] = [:]
  /// When the newest line was written.
  public var lastLineAt: Instant?
  /// A stream of this container is being followed and has not ended.
  public var isFollowed = false
  /// What it has said of the newest shutdown, or of none yet.
  private(set) var newestRun = LogRun(since: .never)
  /// When the stream of this container ended, which it does with the container; nil while it is followed.
  public var endedAt: Instant?

  /// Since when it says that the process is stopping, if no deletion is known and that has not been told.
  private(set) var stoppingAt: Instant?
  private var isStoppingTold = false

  /// Makes a track of a log that has said nothing.
  public init(container: String) {
    self.container = container
  }

  /// Takes a line into account.
  ///
  /// - Parameter start: when the shutdown began that the line may be of; ``Instant/never`` for none.
  mutating func take(_ line: LogLine, at time: Instant, from start: Instant) {
    if newestRun.since != start { newestRun = earlierRun(from: start) }
    lastLineAt = max(lastLineAt ?? time, time)
    if start == .never || time >= start { newestRun.take(line, at: time) }
    if start == .never, line.sign == .signal || line.sign == .draining {
      stoppingAt = stoppingAt ?? (isStoppingTold ? nil : time)
    } else if line.sign == .started, !line.isOfPart {
      (stoppingAt, isStoppingTold) = (nil, false)
    }
    if let sign = line.sign { latest[sign] = max(latest[sign] ?? time, time) }
    // It went on: that it gave up was not so.
    if start != .never, newestRun.gaveUpAt == nil { latest[.timedOut] = nil }
  }

  /// That it is stopping has been told.
  mutating func tellStopping() { (stoppingAt, isStoppingTold) = (nil, true) }

  /// What it has said of the shutdown that began then.
  func run(from start: Instant) -> LogRun {
    newestRun.since == start ? newestRun : earlierRun(from: start)
  }

  /// The words that came before the shutdown was known: watches are not ordered among each other.
  private func earlierRun(from start: Instant) -> LogRun {
    var run = LogRun(since: start)
    for (sign, time) in latest.sorted(by: { $0.value < $1.value }) where time >= start {
      run.take(LogLine(pod: .unnamed, text: "", sign: sign), at: time)
    }
    return run
  }

  /// Whatever comes now is of another process.
  mutating func closeRun() { newestRun.close() }

  /// It writes though its grace has long been over.
  mutating func goOn() { newestRun.goOn() }

  /// What began then was announced by a signal such as SIGHUP, or by a word of a reload, and a start has
  /// followed: the program has started itself anew.
  func hasRestarted(at time: Instant, since begin: Instant) -> Bool {
    time <= begin + Self.restartLasts
      && [latest[.weak], latest[.reloaded]].contains {
        $0.map { $0 <= begin && $0 >= begin - Self.restartFollows } ?? false
      }
  }

  private static let restartFollows = TimeSpan.seconds(5)
  private static let restartLasts = TimeSpan.seconds(30)

  /// Nothing it has said was of a shutdown.
  mutating func forget() {
    latest = [:]
    newestRun = LogRun(since: .never)
  }

  /// When the log said that the shutdown had begun: a signal or a drain, not before an instant.
  func shutdownSeenAt(notBefore start: Instant) -> Instant? {
    [latest[.signal], latest[.draining], latest[.waiting]].compactMap { $0 }
      .filter { $0 >= start }.min()
  }

  /// When the log said that the work was done, not before an instant, if it did not go on after that.
  func finishedAt(notBefore start: Instant) -> Instant? { run(from: start).doneAt }

  /// When it said so of the whole process.
  func drainedAt(notBefore start: Instant) -> Instant? {
    let run = run(from: start)
    return run.doneAt == nil ? nil : run.finishedAt
  }

  /// When it said that the process gave up, not before an instant.
  func gaveUpAt(notBefore start: Instant) -> Instant? {
    let run = run(from: start)
    return run.gaveUpInPart ? nil : run.gaveUpAt
  }
}

extension Instant {
  /// Later than anything that can be observed.
  static let never = Instant(nanoseconds: .max)
}
