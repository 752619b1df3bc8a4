public import ShutdownModel
public import Time

/// A place in a history, and how fast it moves.
public struct Playback: Sendable {
  /// On the local clock.
  public private(set) var position: Instant
  /// How many seconds of the history pass in one.
  public private(set) var speed = 1.0
  public var isPlaying: Bool
  private var cursor: History.Cursor?

  /// Every speed there is; the last shows as fast as the screen can.
  public static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, .infinity]

  /// Begins at a moment.
  public init(position: Instant, isPlaying: Bool) {
    self.position = position
    self.isPlaying = isPlaying
  }

  /// Goes to a moment.
  public mutating func seek(to time: Instant, in history: History) {
    let range = history.range
    position = min(max(time, range.lowerBound), range.upperBound)
    if let cursor, position < cursor.time || !history.has(cursor) { self.cursor = nil }
  }

  /// Lets so much real time pass; at the end of the history it stops.
  public mutating func advance(by elapsed: TimeSpan, in history: History) {
    guard isPlaying else { return }
    let end = history.range.upperBound
    let length = end - history.range.lowerBound
    // As fast as the screen can: the whole in some fifty pictures.
    let span =
      speed.isFinite
      ? TimeSpan.seconds(elapsed.seconds * speed)
      : max(TimeSpan(nanoseconds: length.nanoseconds / 50), .milliseconds(100))
    seek(to: position + span, in: history)
    if position >= end { isPlaying = false }
  }

  /// Takes the next faster or slower speed.
  public mutating func changeSpeed(faster: Bool) {
    let index = Playback.speeds.firstIndex(of: speed) ?? 2
    speed = Playback.speeds[min(max(index + (faster ? 1 : -1), 0), Playback.speeds.count - 1)]
  }

  /// The state at the position, or the oldest there still is.
  public mutating func state(in history: History) -> State {
    seek(to: position, in: history)
    var cursor = history.nearest(self.cursor, to: position)
    let state = history.advance(&cursor, to: position)
    self.cursor = cursor
    return state
  }
}
