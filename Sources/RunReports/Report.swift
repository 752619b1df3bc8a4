public import GraceAdvice
public import KubernetesObjects
internal import LogText
public import ShutdownModel
public import Time

/// What became of a run's pods: the numbers a person asks for when it is over, or so far.
public struct Report: Equatable, Sendable {
  /// The least that was left of a grace period by a pod that ended well, and whose.
  ///
  /// A pod that was killed used all it had: its slack says nothing.
  public struct Slack: Equatable, Sendable {
    public var seconds: Double
    public var pod: PodIdentity
  }

  /// The file or the stream it was read from; nil for a live run.
  public var name: String?
  /// The program that watched, as its `--version` says; nil when nobody wrote it down.
  public var program: String?
  public var scope: Scope
  public var clusterContext: String?
  /// On the cluster's clock; nil when nothing was seen.
  public var beganAt: Instant?
  public var endedAt: Instant?
  /// Nil while the run goes on.
  public var summary: Summary?
  /// Only `clean` is good, as the user wanted it.
  public var isStrict: Bool
  /// Every shutdown that began: the worst verdict first, those that were not over last.
  public var pods: [PodReport]
  /// How many shutdowns got which verdict.
  public var verdicts: [Verdict.Kind: Int] = [:]
  /// Over the used seconds of all shutdowns; nil when none are known.
  public var drainSeconds: Summary.DrainSeconds?
  /// Nil when no pod ended well, or none said when.
  public var slack: Slack?
  public var loss = Loss()
  public var grace: GraceInHindsight
  /// What is advised for each workload whose pods were on their way out.
  public var advice: [GraceRecommendation]
  /// What was found to be wrong, worst first.
  public var findings: [FindingGroup]
  public var chronicle: Chronicle
  /// What the reader has to know of the source, for example that lines of it were damaged.
  public var warnings: [String]

  /// Reports on a run, also on one that goes on.
  ///
  /// - Parameter chronicle: what was noted from the run's start on; without it the report has no
  ///   timeline and no phases.
  public init(
    of state: State, chronicle: Chronicle = Chronicle(), name: String? = nil,
    program: String? = nil, warnings: [String] = []
  ) {
    self.name = name
    self.program = program
    self.chronicle = chronicle
    self.warnings = warnings
    scope = state.scope
    clusterContext = state.clusterContext
    summary = state.run.summary
    isStrict = state.run.goal.isStrict
    let drains = WorkloadDrains.all(of: state)
    advice = drains.map(\.recommendation)
    findings = state.findings()
    if let began = state.run.beganAt, began.isDated {
      beganAt = began
      endedAt = max(state.now, began)
    }
    let told = state.pods.compactMap { PodReport($0) }
    let order = told.indices.sorted {
      (told[$0].rank, told[$0].seenAt, $0) < (told[$1].rank, told[$1].seenAt, $1)
    }
    pods = order.map { index in
      var pod = told[index]
      pod.phases = chronicle.phases[pod.pod.uid] ?? []
      return pod
    }
    let facts = Dictionary(
      drains.flatMap(\.facts).map { ($0.pod.uid, $0) }, uniquingKeysWith: { first, _ in first })
    grace = GraceInHindsight(order.compactMap { facts[told[$0].pod.uid] })
    for pod in pods {
      guard let verdict = pod.verdict else { continue }
      verdicts[verdict.kind, default: 0] += 1
      if verdict.kind.isGood, let seconds = pod.slackSeconds, seconds < slack?.seconds ?? .infinity
      {
        slack = Slack(seconds: seconds, pod: pod.pod)
      }
      loss.add(verdict)
    }
    drainSeconds = Summary.DrainSeconds(of: pods.compactMap(\.usedSeconds))
  }

  /// Reports on recorded events; a recording that was cut off ends as an interrupted run does.
  public init(
    events: some Sequence<Event>, initialState: State, name: String?, program: String? = nil,
    warnings: [String] = []
  ) {
    var run = ReportedRun(initialState)
    var last = Instant(nanoseconds: 0)
    for event in events {
      last = event.time
      run.append(event)
    }
    run.append(Event(time: last, .stop(.interrupted)))
    self = run.report(name: name, program: program, warnings: warnings)
  }

  /// From the first event to the last.
  public var length: TimeSpan? {
    beganAt.flatMap { began in endedAt.map { $0 - began } }
  }

  /// Shutdowns without a verdict: the run was over before they were.
  public var unfinishedCount: Int { pods.count { $0.verdict == nil } }

  /// Of those whose verdict is `unknown`, the pods that were still terminating when the run ended.
  public var stillTerminatingCount: Int {
    pods.count { $0.verdict?.isStillTerminating == true }
  }

  /// The run has reached its goal, and no pod has ended badly.
  public var isGood: Bool {
    summary?.exitCode == 0 && !verdicts.keys.contains(where: isBad)
  }

  /// The run counts such an end as a bad one.
  public func isBad(_ kind: Verdict.Kind) -> Bool {
    isStrict ? kind != .clean : !kind.isGood
  }
}

extension PodReport {
  /// The worst first, what is not over last.
  fileprivate var rank: Int {
    let kinds = Verdict.Kind.allCases
    return verdict.flatMap { kinds.firstIndex(of: $0.kind) } ?? kinds.count
  }
}

extension Array where Element == Report {
  /// The worst of the runs' exit codes, in the order 1, 130/143, 3, 4, 2, 0.
  public var exitCode: Int {
    let order = [1, 130, 143, 3, 4, 2, 0]
    let codes = map { $0.summary?.exitCode ?? 1 }
    return order.first(where: codes.contains) ?? codes.first ?? 1
  }
}
