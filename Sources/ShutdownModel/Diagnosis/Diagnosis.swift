public import Time

/// What is wrong with the way a pod ends, or a workload's pods: one rule that holds, with its grounds.
public struct Diagnosis: Equatable, Sendable {
  /// What a diagnosis rests on.
  public struct Evidence: Equatable, Sendable {
    /// Where it was seen.
    public enum Source: String, CaseIterable, Sendable {
      /// A field of the object's spec or metadata.
      case spec
      /// A field of the object's status, an exit code among them.
      case object
      /// An answer of the status endpoint.
      case status
      case log
      /// A Kubernetes event.
      case event
      /// The EndpointSlice.
      case endpoint
      case forecast
      /// What was given on the command line, in the place of an object that nobody saw.
      case flag

      /// For a person: where it was seen.
      public var text: String {
        switch self {
        case .spec, .log, .event, .forecast, .flag: rawValue
        case .object: "pod"
        case .status: "status endpoint"
        case .endpoint: "EndpointSlice"
        }
      }
    }

    public var source: Source
    /// On the cluster's clock; nil for what has no time.
    public var time: Instant?
    /// The field with its value, the line, the event.
    public var text: String

    /// Makes a piece of evidence.
    public init(_ source: Source, at time: Instant? = nil, _ text: String) {
      self.source = source
      self.time = time
      self.text = text
    }
  }

  /// `R03`.
  public var rule: String
  public var level: Alert.Level
  /// Nil when it is about the pod or the workload.
  public var container: String?
  /// One sentence with the pod's own numbers.
  public var sentence: String
  public var evidence: [Evidence]
  /// What to change; lines of YAML are indented by two.
  public var advice: String
  /// Where one can read about it.
  public var source: String
  /// When it was first seen to hold, on the cluster's clock.
  public var seenAt: Instant
}

/// What a rule is called and where one can read about it.
struct DiagnosisText: Equatable, Sendable {
  var id: String
  /// A few words, for lists of rules.
  var title: String
  var source: String
}

/// Something that can go wrong when a pod ends.
///
/// A predicate over what is known of the pod: it never looks at the time that merely passes, so that the
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
    evidence: [Diagnosis.Evidence], advice: String
  ) -> Diagnosis {
    Diagnosis(
      rule: id, level: level, container: container, sentence: sentence, evidence: evidence,
      advice: advice, source: source, seenAt: now)
  }
}
