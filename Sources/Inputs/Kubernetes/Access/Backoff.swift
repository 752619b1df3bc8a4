/// Waits between tries: 0.5 s, doubling to 30 s, each with up to half of it taken off by chance, so
/// that many clients of one server do not come back at once.
struct Backoff: Sendable {
  private var tries = 0

  /// - Parameter longest: no longer than this, if it is less than half a minute.
  mutating func next(atMost longest: Duration? = nil) -> Duration {
    let most = min(longest.map { Double($0.components.seconds) } ?? 30, 30)
    let seconds = min(0.5 * Double(1 << min(tries, 6)), most)
    tries += 1
    return .seconds(seconds * Double.random(in: 0.5...1))
  }

  mutating func reset() {
    tries = 0
  }
}
