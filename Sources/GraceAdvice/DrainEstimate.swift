package import DrainForecast
package import Time

/// How long a drain that was cut off by SIGKILL would have taken, if it had gone on as it went.
///
/// Only the second half of the drain is extrapolated, for the last tasks are often the slowest. There
/// is none when the counts do not carry it: fewer than four of them, a drain seen for less than 2 s,
/// a last look older than 2 s, a fall of less than two tasks in that half, or a rest that would take
/// longer than three times what was seen.
public struct DrainEstimate: Equatable, Sendable {
  /// From the request to the estimated end of the drain.
  public var neededSeconds: Double
  /// The counts at both ends of the half it rests on, and its length.
  public var fellFrom: Int
  public var fellTo: Int
  public var overSeconds: Double

  /// ``neededSeconds`` with its margin.
  public var graceSeconds: Int { GraceMargin.grace(for: neededSeconds) }

  /// - Parameters:
  ///   - drain: the counts since the request while it drained, oldest first.
  ///   - asked: when the deletion was asked.
  package init?(of drain: [DrainObservations.Count], asked: Instant) {
    guard let first = drain.first, let last = drain.last, drain.count >= 4,
      last.time - first.time >= .seconds(2), last.inFlight > 0
    else { return nil }
    let middle = first.time + TimeSpan(nanoseconds: (last.time - first.time).nanoseconds / 2)
    guard let half = drain.first(where: { $0.time >= middle }) else { return nil }
    let (fall, span) = (half.inFlight - last.inFlight, (last.time - half.time).seconds)
    guard fall >= 2, span > 0 else { return nil }
    let rest = Double(last.inFlight) * span / Double(fall)
    guard rest <= 3 * (last.time - first.time).seconds else { return nil }
    neededSeconds = (last.time - asked).seconds + rest
    fellFrom = half.inFlight
    fellTo = last.inFlight
    overSeconds = span
  }
}
