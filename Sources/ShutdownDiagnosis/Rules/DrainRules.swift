import KubernetesObjects
import LogText
import PodStatus
import ShutdownModel
import Time

/// R13: idle keep-alive connections hold the drain.
enum IdleConnections: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R13", brief: "idle connections",
    title: "idle connections hold up the drain, though no work is left",
    source: "https://pkg.go.dev/net/http#Server.Shutdown")

  private static let long = 5.0

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    let line = pod.clue(.waitsForConnections)
    // Either nothing is left and it waits all the same, or it says itself that it waits for connections
    // and not one task has ended for long.
    guard let (count, since) = pod.flat(for: long),
      pod.pod.phase != .drained || pod.kind == .killed,
      count == 0 || line != nil, pod.pod.status.report?.streams ?? 0 == 0
    else { return nil }
    if let kind = pod.kind, kind.isGood || kind == .cut { return nil }
    let lasts = pod.drainSamples.last.map { ($0.time - since).text } ?? ""
    return text.diagnosis(
      .warning, pod,
      "\(pod.name) has had \(count == 0 ? "nothing" : "the same \(count)") in flight for \(lasts) and "
        + "does not end: it waits for open connections that are idle or not counted as work "
        + "(WebSockets)",
      evidence: [
        pod.drainSamples.last.map(pod.evidence), line.map(pod.evidence), pod.exitEvidence,
      ],
      advice: (line.map { $0.text.contains("CTRL+C") } == true
        ? "start uvicorn with --timeout-graceful-shutdown \(pod.limit(sparing: 5)), "
          + "and close WebSockets when the drain begins"
        : "close idle keep-alive connections when the drain begins (Go: Server.Shutdown does; Node: "
          + "server.closeIdleConnections()), answer later requests with Connection: close, and cut the "
          + "rest after some seconds"))
  }
}

/// R15: a stream ends only when it is closed.
enum OpenStreams: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R15", brief: "streams hold it",
    title: "streams hold up the drain: they do not end by themselves",
    source: "https://github.com/sysid/sse-starlette/issues/124")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard !pod.hasGRPC else { return nil }
    return streams(
      pod, text, "\(pod.name) still has",
      advice:
        "tell the clients to leave when the drain begins (WebSocket: close with 1001; SSE: end the "
        + "response, and clients reconnect elsewhere), and cut the rest after "
        + "\(pod.cutAfterSeconds) s")
  }

  static func streams(
    _ pod: DiagnosedPod, _ text: DiagnosisText, _ opening: String, advice: String
  ) -> Diagnosis? {
    guard let report = pod.pod.status.report,
      report.phase == .draining || report.phase == .timedOut,
      let streams = report.streams, streams > 0, pod.drainSeconds >= 3
    else { return nil }
    if let kind = pod.kind, kind.isGood { return nil }
    let isLost = pod.kind == .killed || pod.kind == .timedOut
    return text.diagnosis(
      isLost ? .critical : .warning, pod,
      "\(opening) \(streams) streams open (of \(report.inFlight ?? streams) in flight), "
        + "\(TimeSpan.seconds(pod.drainSeconds).text) into the drain: they do not end by "
        + "themselves" + (isLost ? ", and they were cut at the end" : ""),
      evidence: [
        .init(
          .status, at: pod.pod.status.reportAt,
          "streams: \(streams) of inFlight: \(report.inFlight ?? streams)"), pod.graceEvidence,
      ], advice: advice)
  }
}

/// R16: gRPC's graceful stop waits for its streams.
enum OpenGRPCStreams: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R16", brief: "gRPC streams",
    title: "gRPC streams hold up the drain: GracefulStop waits for them",
    source: "https://github.com/grpc/grpc-go/issues/6504")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.hasGRPC else { return nil }
    return OpenStreams.streams(
      pod, text, "\(pod.name) serves gRPC and still has",
      advice: "start a timer with the graceful stop and stop hard when it fires, after "
        + "\(pod.cutAfterSeconds) s (grpc-go: GracefulStop, then Stop); clients "
        + "reconnect. A maximum connection age works, too, but closes connections all day, not only at "
        + "shutdown")
  }
}

extension DiagnosedPod {
  /// A port of the container is named for gRPC.
  fileprivate var hasGRPC: Bool {
    container?.ports.contains { $0.name?.contains("grpc") == true } ?? false
  }
}

/// R20: the program returns from main while its work goes on.
enum ReturnsEarly: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R20", brief: "does not wait",
    title: "the program ends on the signal without waiting for its work",
    source: "https://pkg.go.dev/net/http#Server.Shutdown")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard pod.kind == .cut, let left = pod.leftAtEnd, pod.endedWithin(1.5),
      FastStopSignal.diagnose(pod) == nil, OrphanedChild.diagnose(pod) == nil,
      WorkersLoseJobs.diagnose(pod) == nil, let end = pod.container?.termination
    else { return nil }
    let byDefault = end.exitCode == 143 || end.exitCode == 129
    return text.diagnosis(
      .critical, pod,
      "\(pod.name) ended at once on its signal with exit code \(end.exitCode) and \(left) in flight"
        + (byDefault
          ? ": it has no handler, so the signal itself ended it"
          : ": it did not wait for its work"),
      evidence: [pod.exitEvidence, pod.statusEvidence, pod.signalEvidence],
      advice: byDefault
        ? "install a handler for \(pod.stopSignal) that stops accepting, waits for the work in flight "
          + "and exits 0"
        : "after \(pod.stopSignal) stop accepting, wait at most \(pod.limit(sparing: 5)) s until the "
          + "requests in flight have ended, and only then return from main or exit (Go: "
          + "ListenAndServe returns as soon as Shutdown is called; main must wait for Shutdown itself)"
    )
  }
}

/// R26: the status endpoint goes before the program does.
enum StatusDiesFirst: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R26", brief: "status shut early",
    title: "the status endpoint closes before the program ends",
    source: "https://github.com/spring-projects/spring-boot/issues/44390")

  private static let long = 3.0

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    // The API may show an end late: only its own time tells that the program outlived its endpoint.
    guard let silentSince = pod.pod.status.silentSince, pod.pod.status.answer == .refused,
      !pod.pod.isSilentBehindForward, let asked = pod.shutdown.asked, silentSince >= asked,
      pod.pod.status.report?.phase != .drained, let server = pod.server,
      let until = server.termination?.finishedAt
    else { return nil }
    guard (until - silentSince).seconds >= long else { return nil }
    let last = pod.pod.status.report?.inFlight.map { " with \($0) in flight" } ?? ""
    return text.diagnosis(
      .notice, pod,
      "\(server.name) closed its status endpoint\(last) and ran for \((until - silentSince).text) "
        + "more: the rest of its drain could not be observed",
      evidence: [
        pod.statusEvidence, .init(.status, at: silentSince, "connection refused"),
        pod.exitEvidence,
      ],
      advice:
        "serve the status on a listener of its own that closes last (Spring Boot: 3.4 or later, with "
        + "management.server.port); this does not affect its requests")
  }
}

extension DiagnosedPod {
  /// The container whose port the status endpoint is; the only one where nothing names it.
  fileprivate var server: ContainerObject? {
    let main = pod.object.containers.filter { $0.kind == .main }
    guard let name = pod.status.container else { return main.count == 1 ? main.first : nil }
    return main.first { $0.name == name }
  }
}

/// R28: nothing is left, its own limit is over, and the program lives on.
enum DrainHangs: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R28", brief: "hangs when done",
    title: "the program hangs after its drain",
    source: "https://github.com/hummingbird-project/hummingbird/issues/721")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let report = pod.pod.status.report, report.isDraining, report.inFlight == 0,
      IdleConnections.diagnose(pod) == nil
    else { return nil }
    let isPastLimit =
      report.drainTimeoutSeconds.map { report.drainElapsedSeconds > $0 + 2 } ?? false
    // It said that it was done, and went on.
    let hung =
      pod.pod.samples.last.flatMap { last in
        pod.drainSamples.first { $0.inFlight == 0 }.map { (last.time - $0.time).seconds }
      } ?? 0
    guard isPastLimit || (report.phase == .drained && hung >= 5) else { return nil }
    if let kind = pod.kind, kind != .killed { return nil }
    return text.diagnosis(
      pod.kind == .killed ? .critical : .warning, pod,
      "\(pod.name) has nothing in flight"
        + (isPastLimit
          ? " and is past its own limit of \(TimeSpan.seconds(report.drainTimeoutSeconds ?? 0).text)"
          : " and has reported drained for \(TimeSpan.seconds(hung).text)")
        + ", but does not end" + (pod.kind == .killed ? "; it was killed" : ""),
      evidence: [pod.statusEvidence, pod.exitEvidence],
      advice:
        "something hangs after the drain (a hook, a connection pool, a thread that is joined). Take a "
        + "stack dump while it hangs (Java: jstack 1; Go: kill -QUIT 1; Python: py-spy dump --pid "
        + "1), limit that step, and exit")
  }
}

/// R33: gunicorn takes its own limit for a lack of memory.
enum OwnKillerMisreports: DiagnosisRule {
  static let text = DiagnosisText(
    id: "R33", brief: "gunicorn's kill",
    title: "gunicorn killed its worker itself; memory was not the cause",
    source: "https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout")

  static func diagnose(_ pod: DiagnosedPod) -> Diagnosis? {
    guard let line = pod.clue(.workerKilled), pod.kind != .oom else { return nil }
    let most = pod.limit(sparing: 2)
    return text.diagnosis(
      .warning, pod,
      "gunicorn in \(pod.name) logs that a worker got SIGKILL (“Perhaps out of memory?”), but no "
        + "container is marked OOMKilled: most likely it killed the worker itself after a timeout",
      evidence: [pod.evidence(line), pod.exitEvidence],
      advice:
        "if WORKER TIMEOUT is logged before it, raise --timeout to what a request needs. Otherwise, in "
        + "a shutdown, requests took longer than --graceful-timeout. If it is set, raise it, up to "
        + "\(most) s with the grace of \(pod.graceText). If it is unset it is 30 s: set it to "
        + "what requests need, and the grace period to that + 5 s. If neither applies, watch the "
        + "pod's memory", isLikelyOnly: true)
  }
}
