import ShutdownModel

extension Observation {
  /// Makes one of each case; ``caseNumber`` is the place in this list.
  static var cases: [(inout RandomRun) -> Observation] {
    [
      { run in .scope(run.scope(), clusterContext: run.maybe { $0.text() }) },
      { .serverDate(.init(date: $0.instant(), sent: $0.instant(), received: $0.instant())) },
      { .workload($0.workload()) },
      { .workloadDeleted($0.workloadID()) },
      { .revision($0.revision()) },
      { .revisionDeleted(uid: $0.text()) },
      { .pod($0.pod()) },
      { .podDeleted($0.pod()) },
      { run in
        .listed(run.random.pick(ResourceKind.allCases), uids: Set(run.list { $0.text() }))
      },
      { .endpointSlice($0.endpointSlice()) },
      { .endpointSliceDeleted(uid: $0.text()) },
      { .event($0.event()) },
      { .status($0.status()) },
      { .log($0.line()) },
      { .logBegan(pod: $0.reference(), container: $0.text()) },
      { .logEnded(pod: $0.reference(), container: $0.text()) },
      { .logDropped(count: $0.int(), source: $0.text()) },
      { .input($0.input()) },
      { run in
        .command(
          run.random.pick([.began(text: run.harmlessText()), .ended(exitCode: run.int())]))
      },
      { .commandOutput($0.harmlessText()) },
      { .stop($0.random.pick([.quit, .interrupted, .terminated])) },
      { _ in .tick },
    ]
  }

  /// Exhaustive, so that a new case is not forgotten in ``cases``.
  var caseNumber: Int {
    switch self {
    case .scope: 0
    case .serverDate: 1
    case .workload: 2
    case .workloadDeleted: 3
    case .revision: 4
    case .revisionDeleted: 5
    case .pod: 6
    case .podDeleted: 7
    case .listed: 8
    case .endpointSlice: 9
    case .endpointSliceDeleted: 10
    case .event: 11
    case .status: 12
    case .log: 13
    case .logBegan: 14
    case .logEnded: 15
    case .logDropped: 16
    case .input: 17
    case .command: 18
    case .commandOutput: 19
    case .stop: 20
    case .tick: 21
    }
  }
}
