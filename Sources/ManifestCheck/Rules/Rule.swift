/// What a rule is called and where one can read about it.
struct RuleText: Equatable, Sendable {
  /// `R03` as in the diagnosis of a running pod, `C01` for those of manifests alone, `H01` for those
  /// that hold a manifest against recorded runs.
  var id: String
  /// A few words, for lists of rules.
  var title: String
  /// How bad its findings mostly are.
  var usual = Finding.Severity.warning
  var source: String

  /// The title as a sentence.
  var sentence: String { title.prefix(1).uppercased() + title.dropFirst() + "." }
}

/// Something that can be told to be wrong from the manifest alone.
protocol Rule: SendableMetatype {
  static var text: RuleText { get }
  static func findings(in subject: Subject) -> [Finding]
}

/// The rules, in the order of their names.
enum Rules {
  static let all: [any Rule.Type] = [
    NoDelayBeforeStop.self, SlowLoadBalancer.self, SwallowedSignal.self, FastStopSignal.self,
    InheritedStopSignal.self, HookWithoutBinary.self, HookFillsGrace.self, LimitFillsGrace.self,
    HookOnlySignals.self, HookMayOutlastGrace.self, SidecarGoesFirst.self,
    GraceBeyondNode.self,
    SignalToPause.self, SignalledWorkers.self, IgnoredSignal.self, SupervisorLimit.self,
    DeferredTrap.self,
    OrphanedChild.self, NoGrace.self, ForcedDeletion.self, VeryLongGrace.self,
    Recreated.self, NoneLeft.self, SingleStatefulPod.self, NoReadinessProbe.self, NoBudget.self,
    BudgetBlocksDrain.self, MisplacedField.self, RefusedByAPI.self, HookCannotWork.self,
    JobWithoutEnd.self, SharedVolume.self, SharedHostPort.self, SeveralBudgets.self,
    ReplicasBesideAutoscaler.self, GraceTooShortForHistory.self, GraceFarBeyondHistory.self,
    HookShorterThanArrivals.self,
  ]

  /// Those that say nothing of the grace period.
  static let needsNoGrace: Set = [
    "R02", "R05", "R06", "R07", "R10", "R23", "R27", "C07", "C08", "C09",
  ]

  static let texts = all.map { $0.text }
}

extension Rule {
  /// A finding of this rule about a workload or one of its containers.
  static func finding(
    _ severity: Finding.Severity, _ subject: Subject, container: Container? = nil, at place: Place,
    _ sentence: String, evidence: [Finding.Evidence] = [], advice: String
  ) -> Finding {
    Finding(
      rule: text.id, severity: severity, object: subject.workload.title,
      namespace: subject.workload.manifest.namespace, container: container?.name,
      sentence: sentence, place: place, evidence: evidence, advice: advice)
  }
}
