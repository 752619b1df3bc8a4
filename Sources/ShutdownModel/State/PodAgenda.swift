import Time

/// What the reducer has still to look at, and has counted already.
struct PodAgenda: Sendable {
  /// Something has come that may say who ends it.
  var needsCause = false
  /// A count has come that the forecast does not know, or the way to its end has changed.
  var needsForecast = false
  /// Something was seen that a diagnosis may rest on.
  var needsDiagnosis = false
  /// It is among its workload's ``Workload/leavingCount``.
  var isCountedAsLeaving = false
  /// The reason under which it is among its workload's ``Workload/stalls``.
  var stallCountedAs: String?
  /// When the next thing happens by time alone, on the cluster's clock.
  var due: Instant?
}
