import ShutdownModel
import Time

/// What a rule is called and where one can read about it.
struct DiagnosisText: Equatable, Sendable {
  var id: String
  /// What it is, in at most 17 characters.
  var brief: String
  /// A few words, for lists of rules.
  var title: String
  var source: String
}

/// Something that can go wrong when a pod ends.
///
/// A predicate over what is known of the pod: it never reads the time that merely passes, so that the
/// same events give the same diagnoses.
protocol DiagnosisRule: SendableMetatype {
  static var text: DiagnosisText { get }
  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis?
}

/// Something that can go wrong when a workload's pods end.
protocol WorkloadDiagnosisRule: SendableMetatype {
  static var text: DiagnosisText { get }
  static func diagnose(_ workload: Workload, _ state: State) -> Diagnosis?
}

extension DiagnosisText {
  func diagnosis(
    _ level: Alert.Level, container: String?, at now: Instant, _ sentence: String,
    evidence: [Diagnosis.Evidence], advice: String, grace: GraceToTry? = nil,
    isLikelyOnly: Bool = false, isCause: Bool = false
  ) -> Diagnosis {
    Diagnosis(
      rule: id, brief: isLikelyOnly ? brief + "?" : brief, level: level, container: container,
      sentence: sentence, evidence: evidence,
      action: advice, graceToTry: grace, source: source, isCause: isCause,
      seenAt: now)
  }
}
