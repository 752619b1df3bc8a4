public import Time

/// Whether a terminating pod will be empty before it is killed, and what is lost if not.
public struct Forecast: Equatable, Sendable {
  /// What a forecast rests on, the weakest first.
  public enum Basis: String, Equatable, Sendable, CaseIterable {
    /// The numbers of tasks in flight since the last arrival; see ``SurvivalGrid``.
    case counts
    /// Those, and what earlier drains say; see ``DrainPrior``.
    case countsAndEarlierDrains
    /// How long the tasks in flight have run, and how long the finished ones took; see ``DurationSurvival``.
    case ages
    /// That, and how long the tasks of earlier drains took.
    case agesAndEarlierDrains
    /// Nothing is in flight.
    case empty
  }

  /// What ends the drain if it does not end by itself.
  public enum End: String, Equatable, Sendable, CaseIterable {
    case kill
    /// The process's own limit comes first.
    case ownLimit
  }

  /// The chance, 0...1, that every task ends by itself before ``end``; streams aside.
  public var probabilityDone: Double
  /// When it is as likely empty as not, if nothing cuts it off; nil when that is beyond ``reach``.
  public var medianEmptyAt: Instant?
  /// When it is empty with a chance of 90 %, if nothing cuts it off; nil when that is beyond ``reach``.
  public var ninetyPercentEmptyAt: Instant?
  /// How many tasks are expected to be in flight still at ``end``; streams aside.
  public var expectedLost: Double
  /// Tasks that end only when they are closed: set apart, since no law of the others holds for them.
  public var streams: Int
  public var basis: Basis
  public var end: End

  /// A moment that the grounds of the forecast can carry; nil for one that is only the tail of a law.
  ///
  /// Counts alone tell that a drain is long, not how long: beyond two minutes they say nothing.
  public func carried(_ moment: Instant?, at now: Instant) -> Instant? {
    let isAged = basis == .ages || basis == .agesAndEarlierDrains
    return moment.flatMap { $0 - now <= .seconds(isAged ? 1200 : 120) ? $0 : nil }
  }

  /// The farthest moment a forecast names, counted from the newest look: an hour.
  public static let reach = TimeSpan.seconds(3600)
}
