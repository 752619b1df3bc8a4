public import Time

extension Thresholds {
  /// One of the lengths of time, parts and chances, for whatever handles all of them: what writes
  /// them down and what sets them.
  public struct Field {
    /// Where it is kept.
    public enum Place {
      /// From 0 to 1.
      case part(WritableKeyPath<Thresholds, Double>)
      case span(WritableKeyPath<Thresholds, TimeSpan>)
    }

    /// Its property's name, by which recordings know it.
    public let name: String
    public let place: Place
    /// The setting that sets it; nil: it is not for the user to choose.
    public let setting: String?
    /// What a length may be set to.
    public let range: ClosedRange<TimeSpan>

    fileprivate init(
      _ name: String, _ place: Place, setting: String? = nil,
      in range: ClosedRange<TimeSpan> = .zero ... .seconds(3600)
    ) {
      self.name = name
      self.place = place
      self.setting = setting
      self.range = range
    }
  }

  /// All of them: what is missing here is missing in every recording. (test: ThresholdFieldTests)
  public static var fields: [Field] {
    [
      Field("deadlineWarningPart", .part(\.deadlineWarningPart), setting: "deadline-warning"),
      Field("deadlineCriticalLeft", .span(\.deadlineCriticalLeft), setting: "deadline-critical"),
      Field(
        "deadlineCriticalPart", .part(\.deadlineCriticalPart), setting: "deadline-critical-part"),
      Field("forecastWarning", .part(\.forecastWarning), setting: "forecast-warning"),
      Field("forecastCritical", .part(\.forecastCritical), setting: "forecast-critical"),
      Field("forecastClear", .part(\.forecastClear), setting: "forecast-clear"),
      Field(
        "forecastHold", .span(\.forecastHold), setting: "forecast-hold",
        in: .zero ... .seconds(60)),
      Field("noSignalAfter", .span(\.noSignalAfter), setting: "no-signal-after"),
      // The pods are asked twice a second at most: less would be raised by every hiccup.
      Field(
        "statusLostAfter", .span(\.statusLostAfter), setting: "status-lost-after",
        in: .seconds(1) ... .seconds(3600)),
      Field(
        "overdueCriticalAfter", .span(\.overdueCriticalAfter), setting: "overdue-critical-after"),
      Field("stalledPart", .part(\.stalledPart), setting: "rollout-stalled-part"),
      Field("unseenAfter", .span(\.unseenAfter)),
      Field("unseenRestartsAfter", .span(\.unseenRestartsAfter)),
      Field("overdueAfter", .span(\.overdueAfter)),
      Field("stuckAfter", .span(\.stuckAfter)),
      Field("inferDrainAfter", .span(\.inferDrainAfter)),
      Field("verdictHold", .span(\.verdictHold)),
      Field("attachSilence", .span(\.attachSilence)),
      Field("lastLookBeforeAsked", .span(\.lastLookBeforeAsked)),
    ]
  }
}
