import Inputs
import RunReports
import ShutdownModel
import Time
import Views

/// Which moment of a session the screen shows: now, or one of its history.
struct TimeTravel {
  /// Nil is now.
  private(set) var playback: Playback?
  private let isReplay: Bool
  /// When the playback was last moved on, on the session's clock.
  private var movedAt: Instant?

  /// Of a session that goes on: begins now.
  init() {
    isReplay = false
  }

  /// Of a recording: begins with its first picture, playing.
  init(replaying history: History) {
    isReplay = true
    playback = Playback(position: TimeTravel.firstSight(of: history), isPlaying: true)
  }

  /// The first moment at which everything is listed and there is a pod to see; the start if that does
  /// not come soon.
  private static func firstSight(of history: History) -> Instant {
    let start = history.range.lowerBound
    var playback = Playback(position: start, isPlaying: false)
    for _ in 0..<5000 {
      let state = playback.state(in: history)
      if state.isListed, !state.pods.isEmpty { return playback.position }
      guard let next = history.event(from: playback.position, forward: true) else { break }
      playback.seek(to: next, in: history)
    }
    return start
  }

  /// What is to be shown.
  mutating func state(of session: Session) -> State {
    guard let history = session.history, playback != nil else { return session.state }
    let now = session.clock.now
    playback?.advance(by: now - (movedAt ?? now), in: history)
    movedAt = now
    return playback?.state(in: history) ?? session.state
  }

  /// The time line of what is shown; nil for now.
  func timeline(of session: Session) -> Timeline? {
    guard let playback, let history = session.history else { return nil }
    return Timeline(
      range: range(of: session, history), position: playback.position, marks: history.marks,
      speed: playback.speed, isPlaying: playback.isPlaying, isReplay: isReplay)
  }

  /// Goes where a key wants to.
  mutating func go(_ travel: Travel, in session: Session) {
    guard let history = session.history, !history.isEmpty else { return }
    let range = range(of: session, history)
    if playback == nil {
      guard travel != .end, travel != .speed(faster: false) else { return }
      playback = Playback(position: range.upperBound, isPlaying: false)
      movedAt = nil
      if travel == .pause { return }
    }
    guard var playback else { return }
    switch travel {
    case .pause:
      guard isReplay else { return returnToNow() }
      if !playback.isPlaying, playback.position >= range.upperBound {
        playback.seek(to: range.lowerBound, in: history)
      }
      playback.isPlaying.toggle()
      movedAt = nil
    case .seconds(let seconds):
      let time = playback.position + .seconds(seconds)
      if !isReplay, time >= range.upperBound { return returnToNow() }
      playback.seek(to: time, in: history)
    case .moment(let time):
      if !isReplay, time >= range.upperBound { return returnToNow() }
      playback.seek(to: time, in: history)
    case .event(let isForward):
      playback.isPlaying = false
      if let time = history.event(from: playback.position, forward: isForward) {
        playback.seek(to: time, in: history)
      }
    case .mark(let isForward):
      if let mark = history.mark(from: playback.position, forward: isForward) {
        playback.seek(to: mark.time, in: history)
      }
    case .start: playback.seek(to: range.lowerBound, in: history)
    case .end:
      guard isReplay else { return returnToNow() }
      playback.seek(to: range.upperBound, in: history)
    case .speed(let isFaster):
      if playback.isPlaying || isReplay {
        playback.changeSpeed(faster: isFaster)
      } else {
        playback.isPlaying = isFaster
        movedAt = nil
      }
    }
    self.playback = playback
  }

  private mutating func returnToNow() {
    playback = nil
    movedAt = nil
  }

  /// A run that goes on ends now.
  private func range(of session: Session, _ history: History) -> ClosedRange<Instant> {
    let range = history.range
    return isReplay ? range : range.lowerBound...max(range.upperBound, session.clock.now)
  }
}
