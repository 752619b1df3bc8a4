public import RunReports
public import Time

/// A moment of the run that is looked at instead of now.
public struct Timeline: Equatable, Sendable {
  /// On the local clock, as ``position`` and the marks are.
  public var range: ClosedRange<Instant>
  public var position: Instant
  public var marks: [History.Mark]
  public var speed: Double
  public var isPlaying: Bool
  /// A recording; else the run goes on meanwhile.
  public var isReplay: Bool

  /// Makes a timeline.
  public init(
    range: ClosedRange<Instant>, position: Instant, marks: [History.Mark] = [], speed: Double = 1,
    isPlaying: Bool = false, isReplay: Bool = false
  ) {
    self.range = range
    self.position = position
    self.marks = marks
    self.speed = speed
    self.isPlaying = isPlaying
    self.isReplay = isReplay
  }
}

/// Where in time a key wants to go.
public enum Travel: Equatable, Sendable {
  /// Holds the picture, or goes on.
  case pause
  case seconds(Double)
  case moment(Instant)
  /// To the next event, or the one before.
  case event(forward: Bool)
  /// To the next alert or verdict, or the one before.
  case mark(forward: Bool)
  case start
  case end
  case speed(faster: Bool)
}

extension ScreenState {
  /// Rows and columns for the view, when the status line and the timeline have theirs.
  public func viewSize(_ size: Frame.Size) -> Frame.Size {
    let rows = (showsTimeline(size) ? 1 : 0) + (showsStatusLine(size) ? 1 : 0)
    return Frame.Size(rows: size.rows - rows, columns: size.columns)
  }

  func showsTimeline(_ size: Frame.Size) -> Bool {
    timeline != nil && size.rows >= 8 && size.columns >= ScreenWidth.tiny
  }

  /// A view without a header says in a row of its own what is in danger, and of when all of it is; the help is of
  /// no moment.
  func showsStatusLine(_ size: Frame.Size) -> Bool {
    !isTable && view != .help && size.rows >= 5 && size.columns >= ScreenWidth.tiny
  }
}
