package import ShutdownModel

/// The rules, those that are asked about most first: of two that are equally bad the first is told first.
package struct DiagnosisRules: Diagnosing {
  static let all: [any DiagnosisRule.Type] = [
    SwallowedSignal.self, HookOnlySignals.self, HookFillsGrace.self, GraceTooShort.self,
    ProbeKilled.self, LimitFillsGrace.self, WorkersLoseJobs.self, OrphanedChild.self,
    UnhandledSignal.self,
    OtherContainerRunsOn.self,
    DeferredTrap.self, SignalToPause.self, SignalWhileStarting.self, InheritedStopSignal.self,
    FastStopSignal.self, ReturnsEarly.self, HookOutlasted.self, HookWithoutBinary.self,
    HookUnreachable.self, OwnLimitCuts.self, OpenStreams.self, OpenGRPCStreams.self,
    IdleConnections.self, DrainHangs.self, OwnKillerMisreports.self, SidecarGoesFirst.self,
    GraceShortened.self, ForceDeleted.self, StuckAfterExit.self, AutoscalerCutsFirst.self,
    NodeShutdownKeepsEndpoints.self, NoDelayBeforeStop.self, SlowLoadBalancer.self,
    DataplaneStillRoutes.self, ReadinessStaysUp.self, CutBeforeDeletion.self,
    ClosesIdleTooEarly.self, StatusDiesFirst.self, HookFailureIsBenign.self, MisreadExitCode.self,
  ]

  static let ofWorkloads: [any WorkloadDiagnosisRule.Type] = [
    RolloutStalled.self, PileUp.self, GraceFarTooLong.self,
  ]

  package init() {}

  package func diagnoses(of pod: Pod, in state: State) -> [Diagnosis] {
    guard
      let pod = DiagnosedPod(
        pod, state.workload(pod.workload), state.thresholds, state.servers, at: state.now)
    else { return [] }
    return Self.all.compactMap { $0.diagnose(pod) }
  }

  package func diagnoses(of workload: Workload, in state: State) -> [Diagnosis] {
    Self.ofWorkloads.compactMap { $0.diagnose(workload, state) }
  }

  /// What every rule is called, in the order of their names.
  static let texts: [DiagnosisText] =
    (all.map { $0.text } + ofWorkloads.map { $0.text }).sorted { $0.id < $1.id }
}
