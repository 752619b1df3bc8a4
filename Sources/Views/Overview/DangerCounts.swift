import ShutdownModel
import Time

/// How the pods stand that are on their way out, each counted once.
struct DangerCounts: Equatable {
  /// ``Pod/danger(at:)`` says so.
  var inDanger = 0
  /// One of these is critical.
  var isCritical = false
  /// It is empty, or at least nine times of ten it will be in time.
  var inTime = 0
  /// Nobody knows, or it may go either way.
  var unsure = 0
  /// Its containers have ended, and what became of its work is not known yet.
  var exited = 0
  /// How many tasks are expected to be lost, of those in flight: the sum of what the rows say.
  var atRisk = 0
  var inFlight = 0

  var terminating: Int { inDanger + inTime + unsure }

  init(_ state: State) {
    for index in state.pods.indices {
      if state.pods[index].isShuttingDown {
        add(state.pods[index], at: state.now)
      } else if state.pods[index].isUnjudged {
        exited += 1
      }
    }
  }

  private mutating func add(_ pod: Pod, at now: Instant) {
    let prospect = pod.prospect(at: now)
    inFlight += pod.inFlight ?? 0
    atRisk += prospect.loss(of: pod.inFlight ?? 0)
    let danger = pod.danger(at: now) ?? .notice
    if danger > .notice {
      inDanger += 1
      if danger == .critical { isCritical = true }
    } else if prospect.isLikelyInTime {
      inTime += 1
    } else {
      unsure += 1
    }
  }
}

extension Prospect {
  /// How many of its tasks a pod is expected to lose, as its row says it.
  func loss(of inFlight: Int) -> Int {
    switch self {
    case .noSignal, .gaveUp: inFlight
    case .chance(let chance): isBad ? Int(chance.atRisk.rounded()) : 0
    case .unknown, .idle, .empty: 0
    }
  }

  /// It is empty, or most likely will be.
  fileprivate var isLikelyInTime: Bool {
    switch self {
    case .empty: true
    case .chance(let chance): chance.inTime >= 0.9
    case .unknown, .idle, .noSignal, .gaveUp: false
    }
  }
}
