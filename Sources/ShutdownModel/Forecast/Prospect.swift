public import DrainForecast
import KubernetesObjects
public import Time

/// Whether a pod that is on its way out will be done in time.
///
/// Row, banner, pod view and alerts take it from here, so that none contradicts another.
public enum Prospect: Equatable, Sendable {
  /// Nobody has counted its work, the newest count is too old, or SIGKILL is past.
  case unknown
  /// Nothing is in flight, and its stop signal has not been seen: what comes still, nobody knows.
  case idle
  /// It goes on as if it had got no stop signal, and will not end by itself.
  case noSignal
  /// It gave up by its own limit.
  case gaveUp
  /// Nothing is in flight, and nothing more comes.
  case empty
  case chance(Chance)

  /// A chance that is neither none nor certain.
  public struct Chance: Equatable, Sendable {
    /// That every task ends by itself in time, 0 … 1.
    public var inTime: Double
    /// When it is as likely done as not; nil where the counts do not carry that far.
    public var doneAt: Instant?
    /// How many tasks are expected to be lost, at most those in flight.
    public var atRisk: Double
    /// What comes first if it is not done.
    public var limit: Forecast.End
  }

  /// It is more likely than not that it is not done in time.
  public var isBad: Bool {
    switch self {
    case .noSignal, .gaveUp: true
    case .chance(let chance): chance.inTime < 0.5
    case .unknown, .idle, .empty: false
    }
  }
}

extension Pod {
  /// There is a forecast, and the count it rests on is not too old.
  func hasForecast(at now: Instant) -> Bool {
    guard forecast != nil, let sample = lastSample else { return false }
    return now - sample.time <= Freshness.ofForecast || phase == .drained
  }

  /// Whether it will be done in time, as far as is known at an instant of the cluster's clock.
  public func prospect(at now: Instant) -> Prospect {
    guard let shutdown, let deadline = shutdown.deadline, phase < .exited,
      now <= deadline.latestKill ?? deadline.earliestKill
    else { return .unknown }
    if isMissingSignal { return .noSignal }
    guard hasForecast(at: now), let forecast, let sample = lastSample else { return .unknown }
    if phase == .timedOut { return .gaveUp }
    if forecast.basis == .empty {
      return shutdown.signalAt == nil && !shutdown.isDrainInferred && phase < .drained
        ? .idle : .empty
    }
    return .chance(
      Prospect.Chance(
        inTime: forecast.probabilityDone,
        doneAt: forecast.carried(forecast.medianEmptyAt, at: now),
        atRisk: min(forecast.expectedLost, Double(sample.inFlight)), limit: forecast.end))
  }
}
