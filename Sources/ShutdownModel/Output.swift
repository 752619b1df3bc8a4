public import KubernetesObjects
public import Time

/// A change that was seen, as the headless output prints it; times are the cluster's.
public struct Output: Equatable, Sendable {
  /// What changed.
  public enum Change: Equatable, Sendable {
    case phase(PodIdentity, from: Phase?, to: Phase)
    case condition(PodIdentity, Condition, holds: Bool)
    case alert(Subject, AlertChange)
    /// Something was found to be wrong, or turned out not to be; `isNews` the first time a rule is told
    /// about any pod of the workload.
    indirect case diagnosis(Subject, Diagnosis, holds: Bool, isNews: Bool)
    case verdict(PodIdentity, Verdict)
    /// A container of a pod that goes on has ended.
    case restart(PodIdentity, Restart)
    /// One line for a person: an input was lost, a right is missing, a command ended.
    case notice(String)
    case summary(Summary)
  }

  /// What an alert or a finding is about.
  public enum Subject: Equatable, Sendable {
    case pod(PodIdentity)
    case workload(WorkloadID)

    /// Nil when it is about a workload.
    public var pod: PodIdentity? {
      if case .pod(let pod) = self { pod } else { nil }
    }

    public var workload: WorkloadID {
      switch self {
      case .pod(let pod): pod.workload
      case .workload(let id): id
      }
    }

    /// The pod's name, or `deployment/web`.
    public var name: String { pod?.pod ?? workload.text }
  }

  /// An alert that was raised or cleared.
  public struct AlertChange: Equatable, Sendable {
    public var level: Alert.Level
    public var isRaised: Bool
    public var rule: Alert.Rule
    public var message: String
    public var secondsLeft: Double?
    public var inFlight: Int?
  }

  public var time: Instant
  public var change: Change
  /// A person is not told: the pod has ended and took this along, or something worse of the same was told.
  ///
  /// "The alert is over" would be good news in the second before the verdict that says killed.
  public internal(set) var isQuiet = false

  init(_ time: Instant, _ change: Change, isQuiet: Bool = false) {
    self.time = time
    self.change = change
    self.isQuiet = isQuiet
  }
}
