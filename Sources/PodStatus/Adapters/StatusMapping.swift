/// Where the values stand in answers that have no fixed form, as the configuration says.
public struct StatusMapping: Equatable, Sendable {
  /// The gauge the kind `prometheus` reads; nil for the first of the usual ones.
  public var gauge: MetricSelector?
  /// How much of that gauge is the request that asks.
  public var subtract: Int
  /// Where the kind `json` finds the tasks in flight.
  public var inFlight: JSONPointer?
  /// Where it finds the phase; nil when there is none.
  public var phase: JSONPointer?
  /// The values there that mean draining.
  public var draining: [String]

  /// Makes a mapping; the shipped one stands in `config/adapters.yaml`.
  public init(
    gauge: MetricSelector? = nil, subtract: Int = 0, inFlight: JSONPointer? = nil,
    phase: JSONPointer? = nil, draining: [String] = []
  ) {
    self.gauge = gauge
    self.subtract = subtract
    self.inFlight = inFlight
    self.phase = phase
    self.draining = draining
  }
}
