public import KubernetesObjects
public import Time

/// A workload that is watched, with the revisions it is known to have.
public struct Workload: Sendable {
  public let id: WorkloadID
  /// Nil for a bare selector, a single pod, or before the first list.
  public internal(set) var object: WorkloadObject?
  public internal(set) var isDeleted = false
  /// Its rollout failed at some time during the run.
  public internal(set) var hasFailed = false
  /// Its ReplicaSets or ControllerRevisions by UID.
  public internal(set) var revisions: [String: RevisionObject] = [:]
  /// The hash of the newest revision; nil while it is not known.
  public internal(set) var currentHash: String?
  /// When the rollout that is under way began, or began last, on the cluster's clock.
  public internal(set) var rolloutBeganAt: Instant?
  /// The number of the revision before the newest, for `rev 12→13`.
  public internal(set) var previousRevision: Int?
  /// What became of each shutdown, worst first in ``Verdict/Kind`` order.
  public internal(set) var verdicts: [Verdict.Kind: Int] = [:]
  /// Used seconds of every shutdown, in the order of their verdicts.
  public internal(set) var usedSeconds: [Double] = []
  /// What pods that ended badly had in flight at their last polls, together.
  public internal(set) var leftInFlight = 0
  /// How many shutdowns have begun.
  public internal(set) var shutdownCount = 0

  /// Every alert that was raised about it, one a rule.
  public internal(set) var alerts: [Alert] = []
  /// What was found to be wrong with it, worst first.
  public internal(set) var diagnoses: [Diagnosis] = []
  /// The grace period its pods should be given, as far as anything says so.
  public internal(set) var graceToTry: GraceToTry?
  /// All drains together gave that number.
  public internal(set) var isGraceAdvised = false
  /// With so many verdicts it is reckoned anew.
  var graceAdvisedAgainAt = 0
  /// The rules that were told of it or its pods.
  var toldRules: Set<String> = []
  /// How many of its pods are on their way out.
  public internal(set) var leavingCount = 0
  /// How many of its pods do not start, by the reason Kubernetes gives.
  public internal(set) var stalls: [String: Int] = [:]
  /// It was given fewer replicas, last.
  var scaledDown: ScaledDown?
  /// When something of it comes due by time alone.
  var due: Instant?

  init(id: WorkloadID) {
    self.id = id
  }

  /// Whether a pod is of the newest revision or of one on its way out.
  public func standing(of pod: Pod) -> Standing {
    guard let currentHash, let hash = pod.object.revisionHash else { return .unknown }
    return hash == currentHash ? .new : .old
  }

  /// A pod's place in a rollout.
  public enum Standing: String, Sendable {
    case old
    case new
    case unknown
  }
}
