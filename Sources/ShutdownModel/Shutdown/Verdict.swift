/// How one shutdown went; given once and never revised.
public struct Verdict: Equatable, Sendable {
  /// The kinds, worst first.
  ///
  /// `clean` comes before `ended`: a container whose work was not measured and that ended with 0 does
  /// not take away what was measured of the one beside it.
  public enum Kind: String, CaseIterable, Sendable, Comparable {
    case vanished
    case oom
    case killed
    case killedEarly = "killed-early"
    case crashed
    case timedOut = "timed-out"
    case cut
    case unknown
    case clean
    case ended

    /// No work was lost, as far as anybody measured.
    public var isGood: Bool { self == .clean || self == .ended }
    /// It is known to have ended badly: not well, and not in a way nobody knows.
    public var isKnownBad: Bool { !isGood && self != .unknown }

    /// Worse is less.
    public static func < (left: Kind, right: Kind) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// What the verdict rests on.
  public enum Evidence: String, Sendable {
    case status
    case log
    case exit
  }

  public var kind: Kind
  /// The container that gave the verdict, else the one with the status endpoint.
  public var container: String?
  public var exitCode: Int?
  /// The grace of this deletion in seconds; nil when the kubelet itself ended the pod.
  public var graceSeconds: Double?
  /// From the deletion request to the last end of all containers, in seconds.
  public var usedSeconds: Double?
  /// Tasks in flight at the last poll.
  public var inFlightAtEnd: Int?
  /// How long before the end the last poll was, in seconds.
  public var inFlightAgeSeconds: Double?
  /// Nil when neither endpoint nor log could tell.
  public var signalSeen: Bool?
  public var evidence: Evidence
  /// The deadline was assumed, not read from a pod object.
  public var isAssumed: Bool
  /// One sentence.
  public var reason: String
  /// Who or what ended the pod; nil when nothing says so.
  public var cause: Cause?
  /// Who sent SIGKILL, and why then; nil where it did not end by that, or nothing tells.
  package internal(set) var kill: Kill?
  /// The pod was still terminating when the run ended.
  public internal(set) var isStillTerminating = false

  /// Makes a verdict.
  public init(
    kind: Kind, container: String? = nil, exitCode: Int? = nil, graceSeconds: Double? = nil,
    usedSeconds: Double? = nil, inFlightAtEnd: Int? = nil, inFlightAgeSeconds: Double? = nil,
    signalSeen: Bool? = nil, evidence: Evidence, isAssumed: Bool = false, reason: String,
    cause: Cause? = nil
  ) {
    self.kind = kind
    self.container = container
    self.exitCode = exitCode
    self.graceSeconds = graceSeconds
    self.usedSeconds = usedSeconds
    self.inFlightAtEnd = inFlightAtEnd
    self.inFlightAgeSeconds = inFlightAgeSeconds
    self.signalSeen = signalSeen
    self.evidence = evidence
    self.isAssumed = isAssumed
    self.reason = reason
    self.cause = cause
  }
}
