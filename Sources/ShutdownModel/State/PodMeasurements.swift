public import DequeModule
public import DrainForecast
package import Time

/// What every poll of a pod's status endpoint changes, and nothing else does.
public struct PodMeasurements: Sendable {
  /// What its shutdown-status endpoint says.
  public internal(set) var status = StatusTrack()
  /// Tasks in flight, oldest first; at most ``Pod/sampleLimit``.
  public internal(set) var samples: Deque<Sample> = []
  /// When the newest process behind the endpoint was seen to have begun, if there was one before.
  var runBeganAt: Instant?
  /// The earliest moment at which the process that drains now gives up, as its answers had it.
  var ownLimitAt: Instant?
  /// The fewest tasks since it drains, the first moments aside.
  var drainLow: Int?
  /// What will become of its drain, as of the newest look.
  public internal(set) var forecast: Forecast?
  var forecastWatch = ForecastWatch()
}

extension Pod {
  public internal(set) var status: StatusTrack {
    _read { yield measured.status }
    _modify { yield &measured.status }
  }

  public internal(set) var samples: Deque<Sample> {
    _read { yield measured.samples }
    _modify { yield &measured.samples }
  }

  public internal(set) var forecast: Forecast? {
    _read { yield measured.forecast }
    _modify { yield &measured.forecast }
  }

  /// When the forecast was made, on the cluster's clock.
  package var forecastMadeAt: Instant? { measured.forecastWatch.madeAt }

  /// The newest sample.
  public var lastSample: Sample? { samples.last }

  /// How many tasks it has: the newest count, but none once its drain is said to be over, which is a word
  /// about the whole, and newer; nil when nobody has counted.
  public var inFlight: Int? {
    guard let sample = lastSample else { return nil }
    return phase == .drained && sample.time < phaseSince ? 0 : sample.inFlight
  }

  /// How many samples a pod keeps: ten minutes at two a second.
  public static let sampleLimit = 1200
}
