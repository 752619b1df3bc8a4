import PodStatus
import ShutdownModel

@testable import KubernetesObjects
@testable import LogText

extension RandomRun {
  mutating func pod() -> PodObject {
    var labels: [String: String] = [:]
    for name in list({ $0.text() }) { labels[name] = text() }
    return PodObject(
      uid: text(), namespace: text(), name: text(), createdAt: maybe { $0.instant() },
      owner: maybe { $0.owner() }, revisionHash: maybe { $0.text() }, labels: labels,
      generation: maybe { $0.int() }, observedGeneration: maybe { $0.int() },
      deletionTimestamp: maybe { $0.instant() }, deletionGracePeriodSeconds: maybe { $0.seconds() },
      terminationGracePeriodSeconds: maybe { $0.seconds() }, nodeName: maybe { $0.text() },
      statusAnnotation: maybe { $0.text() }, phase: random.pick(PodObject.Phase.allCases),
      reason: maybe { $0.text() }, message: maybe { $0.text() }, isReady: maybe { $0.flag() },
      readyReason: maybe { $0.text() }, disruptionReason: maybe { $0.text() },
      disruptionMessage: maybe { $0.text() },
      unschedulableMessage: maybe { $0.text() }, finalizers: list { $0.text() },
      readinessGates: list { $0.text() }, sharesProcesses: flag(), isWindows: flag(),
      containers: list { $0.container() })
  }

  mutating func workload() -> WorkloadObject {
    WorkloadObject(
      id: workloadID(), uid: text(), generation: int(), observedGeneration: int(),
      desiredReplicas: count(), replicas: count(), updatedReplicas: count(),
      readyReplicas: count(), availableReplicas: count(), terminatingReplicas: maybe { $0.count() },
      revision: maybe { $0.int() }, currentRevisionName: maybe { $0.text() },
      updateRevisionName: maybe { $0.text() }, strategy: strategy(), isPaused: flag(),
      minReadySeconds: seconds(), progressDeadlineSeconds: maybe { $0.seconds() }, selector: text(),
      progressing: maybe {
        .init(reason: $0.text(), isTrue: $0.flag(), updatedAt: $0.maybe { $0.instant() })
      })
  }

  mutating func workloadID() -> WorkloadID {
    WorkloadID(kind: random.pick(WorkloadID.Kind.allCases), namespace: text(), name: text())
  }

  mutating func revision() -> RevisionObject {
    RevisionObject(
      uid: text(), namespace: text(), name: text(), owner: maybe { $0.owner() }, hash: text(),
      number: int(), createdAt: maybe { $0.instant() })
  }

  mutating func endpointSlice() -> EndpointSliceObject {
    EndpointSliceObject(
      uid: text(), name: text(),
      endpoints: list {
        .init(
          podUID: $0.text(), isReady: $0.flag(), isServing: $0.flag(), isTerminating: $0.flag())
      })
  }

  mutating func event() -> EventObject {
    EventObject(
      uid: text(), involvedUID: text(), involvedKind: random.pick(["Pod", text()]),
      involvedName: text(), container: maybe { $0.text() }, isWarning: flag(),
      reason: text(), message: text(), source: maybe { $0.text() }, count: int(),
      time: maybe { $0.instant() })
  }

  mutating func reference() -> PodReference {
    random.pick([.uid(text()), .name(text()), .unnamed])
  }

  mutating func status() -> StatusObservation {
    StatusObservation(
      pod: reference(), endpoint: text(), container: maybe { $0.text() }, answer: answer(),
      latency: span())
  }

  mutating func line() -> LogLine {
    var line = LogLine(
      pod: reference(), container: maybe { $0.text() }, time: maybe { $0.instant() },
      text: harmlessText(), sign: maybe { $0.random.pick(LogSign.allCases) },
      inFlight: maybe { $0.count() })
    line.isNotice = random.pick([true, false])
    return line
  }

  mutating func input() -> InputObservation {
    InputObservation(
      random.pick([
        .proxy, .watch(random.pick(ResourceKind.allCases)), .status, .logs(text()), .attach,
        .recording, .onAlert,
      ]),
      random.pick([
        .connected, .lost(text()), .degraded(text()), .following(int(), notFollowed: int()),
        .discarded(text()),
      ]))
  }

  private mutating func owner() -> OwnerReference {
    OwnerReference(kind: text(), name: text(), uid: text())
  }

  private mutating func strategy() -> WorkloadObject.Strategy {
    random.pick([
      .recreate, .onDelete,
      .rollingUpdate(
        maxSurge: maybe { $0.text() }, maxUnavailable: maybe { $0.text() },
        partition: maybe { $0.int() }),
    ])
  }

  private mutating func container() -> ContainerObject {
    ContainerObject(
      name: text(), kind: random.pick([.main, .sidecar, .`init`, .ephemeral]),
      image: random.pick(["", text()]), start: maybe { $0.start() },
      ownLimit: maybe {
        .init(
          seconds: $0.random.pick([0, 30, 3_153_600_000]), setting: $0.text(), isGuess: $0.flag())
      },
      ports: list { .init(name: $0.maybe { $0.text() }, number: $0.int()) },
      preStop: random.pick([nil, .sleep(seconds: seconds()), .exec(), .exec(hook()), .httpGet]),
      stopSignal: maybe { $0.text() },
      readinessTurnsAfterSeconds: random.pick([nil, 0, 6]), isReady: flag(), restartCount: int(),
      state: random.pick([
        .absent, .waiting(reason: maybe { $0.text() }),
        .running(startedAt: maybe { $0.instant() }), .terminated(termination()),
      ]),
      lastTermination: maybe { $0.termination() })
  }

  private mutating func start() -> ContainerObject.Start {
    ContainerObject.Start(
      kind: random.pick(ContainerObject.Start.Kind.allCases), name: random.pick(["", text()]),
      wrapper: maybe { $0.text() }, child: maybe { $0.text() }, hasTrap: flag())
  }

  private mutating func hook() -> ContainerObject.ExecHook {
    ContainerObject.ExecHook(
      program: random.pick(["", text()]), leastSeconds: random.pick([0, 5, 1_000_000_000]),
      isExact: flag(), onlySends: maybe { $0.text() }, signalsFirstProcess: flag(),
      endsProgram: flag())
  }

  private mutating func termination() -> ContainerObject.Termination {
    ContainerObject.Termination(
      exitCode: int(), reason: maybe { $0.text() }, startedAt: maybe { $0.instant() },
      finishedAt: maybe { $0.instant() })
  }

  private mutating func answer() -> StatusObservation.Answer {
    random.pick([
      .report(report()), .report(report()), .refused, .timedOut, .malformed(reason: text()),
      .notFound, .forbidden, .failed(text()),
    ])
  }

  /// Within the bounds of the contract, which nothing that was read is beyond.
  private mutating func report() -> ShutdownStatus {
    var report = ShutdownStatus(
      phase: random.pick(ShutdownStatus.Phase.allCases + [nil]),
      inFlight: random.pick([nil, 0, 7, 1_000_000_000]),
      drainElapsedSeconds: random.pick([0, 0.1, 1 / 3.0, 315_360_000]),
      drainTimeoutSeconds: random.pick([nil, 3e-308, 30]),
      signal: random.pick([nil, "", "SIGTERM", #"ü "q" \#n"#]),
      oldestSeconds: list { $0.random.pick([0, 12.5, 1e-9]) },
      durations: random.pick([
        [],
        [.init(upperBoundSeconds: 0.1, count: 1 << 53), .init(upperBoundSeconds: 10, count: 0)],
      ]),
      streams: random.pick([nil, 0, 3]), completed: random.pick([nil, 0, 1 << 53]),
      gracePeriodSeconds: random.pick([nil, 30, 0.5]))
    report.closesOnDrain = random.pick([false, true])
    return report
  }
}
