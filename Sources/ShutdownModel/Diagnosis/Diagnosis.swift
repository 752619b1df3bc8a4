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
  /// What it is, in at most 18 characters and without numbers: `no signal (shell)`; with `?` where it is likely only.
  public var brief: String
  public var level: Alert.Level
  /// Nil when it is about the pod or the workload.
  public var container: String?
  /// One sentence with the pod's own numbers.
  public var sentence: String
  public var evidence: [Evidence]
  /// What to change, without the grace period; lines of YAML are indented by two.
  public var action: String
  /// A longer grace period is part of the change: of all findings of a workload the same.
  public var graceToTry: GraceToTry?
  /// Where one can read about it.
  public var source: String
  /// It says why the pod ends badly, or ended badly; else it is worth knowing, and no more.
  public var isCause: Bool
  /// When it was first seen to hold, on the cluster's clock.
  public internal(set) var seenAt: Instant

  /// Makes what a rule has found.
  package init(
    rule: String, brief: String, level: Alert.Level, container: String?, sentence: String,
    evidence: [Evidence],
    action: String, graceToTry: GraceToTry? = nil, source: String, isCause: Bool = false,
    seenAt: Instant
  ) {
    self.rule = rule
    self.brief = brief
    self.level = level
    self.container = container
    self.sentence = sentence
    self.evidence = evidence
    self.action = action
    self.graceToTry = graceToTry
    self.source = source
    self.isCause = isCause
    self.seenAt = seenAt
  }
}

extension Pod {
  /// What explains best why it ends badly, or ended badly; nil where nothing does, or it ended well.
  ///
  /// A limit that was never reached is no reason for a kill by a probe: what only holds, too, is none.
  public var causeFound: Diagnosis? {
    verdict?.kind.isGood == true ? nil : diagnoses.first { $0.isCause }
  }

  /// Why it ended badly, in at most 18 characters; nil where nothing tells, or it ended well.
  public var endBrief: String? {
    guard let verdict, !verdict.kind.isGood else { return nil }
    return causeFound?.brief ?? verdict.kill?.brief
  }
}

extension Diagnosis {
  /// What to change; lines of YAML are indented by two.
  public var advice: String { action + (graceToTry?.yaml ?? "") }
}

/// What finds out what is wrong with the way pods end: the rules, which whoever makes a ``State`` gives it.
///
/// It looks at what is known, never at the time that merely passes, so that the same events give the same
/// diagnoses.
package protocol Diagnosing: Sendable {
  /// Every rule that holds for a pod on its way out; none for any other.
  func diagnoses(of pod: Pod, in state: State) -> [Diagnosis]
  /// Every rule that holds for a workload.
  func diagnoses(of workload: Workload, in state: State) -> [Diagnosis]
}
