import KubernetesObjects
import ShutdownModel
import Time

/// Why a process never reacted to its stop signal; the rules of each say what to change.
enum UnheardCause {
  /// The hook signals PID 1, which is `/pause`.
  case pause
  /// The stop signal is not SIGTERM, and the program does not know it.
  case otherSignal
  /// A shell that runs its trap only when the program has ended.
  case trap
  /// It had only just begun.
  case starting
  /// A shell or npm stands between.
  case shell
  /// The program itself has no handler, or its image starts it by a shell.
  case program
}

extension DiagnosedPod {
  /// Nil when it reacted to its signal, or that is not known.
  var unheardCause: UnheardCause? {
    guard isUnheard || isKilledUnmeasured && container?.start?.isBetween == true else { return nil }
    if pod.object.sharesProcesses { return .pause }
    if stopSignal != "SIGTERM" { return .otherSignal }
    if container?.start?.hasTrap == true { return .trap }
    if isStarting { return .starting }
    return container?.start?.isBetween == true ? .shell : .program
  }

  private var startedAt: Instant? {
    switch container?.state {
    case .running(let startedAt): startedAt
    case .terminated(let end): end.startedAt
    case .waiting, .absent, nil: nil
    }
  }

  var startedEvidence: Diagnosis.Evidence? {
    startedAt.map { .init(.object, at: $0, "\(name) started") }
  }

  /// It was asked to end within so short a time of its start that its handlers may not have been there.
  private var isStarting: Bool {
    guard let startedAt, let due = shutdown.signalDueAt ?? shutdown.asked else { return false }
    return due - startedAt <= .seconds(3)
  }

  /// The words in which an unheard signal shows.
  var unheardText: String {
    let length = grace.map { "\($0) s " } ?? ""
    guard isUnheard else { return "was killed after its whole \(length)grace period" }
    if kind == .killed {
      return
        "never reacted to \(stopSignal) and was killed after its whole \(length)grace period"
    }
    let after = shutdown.signalDueAt.flatMap { due in
      pod.status.reportAt.map { ($0 - due).text }
    }
    return "is not reacting to \(stopSignal), \(after ?? "long") after it was due"
  }

  var unheardEvidence: [Diagnosis.Evidence?] {
    [startEvidence, statusEvidence, exitEvidence, graceEvidence]
  }
}
