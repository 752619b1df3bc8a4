package import PodStatus

/// How long a task that is found in flight still takes, by the tasks that have finished.
///
/// Under a steady load what is left of a task follows the equilibrium law of the durations,
/// F_e(t) = ∫₀ᵗ S / E[S], not the law of the durations itself. With n tasks in flight all are done by t
/// with the chance F_e(t)ⁿ, so that 1 - ε needs the quantile 1 - ε/n of it. Source: Goldberg & Whitt,
/// "The last departure time from an M_t/G/∞ queue with a terminating arrival process", Queueing
/// Systems 58 (2008).
///
/// S is known at the bounds of a histogram only: whatever lies within a bucket is taken to last to
/// its upper bound where that makes the answer longer, and to its lower bound where that does. The
/// last bucket has no end, for longer tasks are counted in it, too.
public struct ResidualLaw: Equatable, Sendable {
  /// What a histogram says of the drain that is needed.
  public struct Quantile: Equatable, Sendable {
    /// No task in flight takes longer, with the chance that was asked for.
    public var seconds: Double
    /// Tasks in flight at a pod's peak.
    public var inFlight: Int
    /// The part of the law that lies below: 1 - ε/n.
    public var part: Double
    public var finishedTasks: Int
    public var pods: Int
    /// The p99 of the durations themselves, an upper bound; it is not enough.
    public var p99Seconds: Double
  }

  /// Why a histogram cannot tell it.
  public enum Refusal: Equatable, Sendable {
    case noHistogram
    /// So few tasks that the quantile is finer than they are.
    case tooFewTasks(finished: Int, needed: Int)
    /// A task lasted, or lasts already, longer than this, and nobody knows how long.
    case openEnd(beyond: Double)
    /// Streams end when they are closed, not by themselves.
    case streams(Int)
    /// SIGKILL found work in flight after longer than the law allows.
    case contradicted(seconds: Double, by: Double)
  }

  /// The chance that is accepted that a task outlives the drain: one in so many drains.
  public static let oneIn = 100

  /// Finished tasks by duration, and the ages of those in flight, by the bounds of the buckets.
  private var cohorts: [[Double]: Cohort] = [:]

  private struct Cohort: Equatable {
    var finished: [Double]
    var ages: [Double] = []
    var pods = 0

    var count: Double { finished.reduce(0, +) }
  }

  /// Makes a law that rests on nothing yet.
  package init() {}

  /// Adds one process by the last answer it gave.
  package mutating func add(_ status: ShutdownStatus) {
    let bounds = status.durations.map(\.upperBoundSeconds)
    guard bounds.count > 1, bounds.allSatisfy({ $0 > 0 && $0.isFinite }),
      status.durations.contains(where: { $0.count > 0 })
    else { return }
    var cohort = cohorts[bounds] ?? Cohort(finished: Array(repeating: 0, count: bounds.count))
    for (index, bucket) in status.durations.enumerated() {
      cohort.finished[index] += Double(max(bucket.count, 0))
    }
    cohort.ages += status.oldestSeconds
    cohort.pods += 1
    cohorts[bounds] = cohort
  }

  package mutating func merge(_ other: ResidualLaw) {
    for (bounds, more) in other.cohorts {
      guard var cohort = cohorts[bounds] else {
        cohorts[bounds] = more
        continue
      }
      for index in cohort.finished.indices { cohort.finished[index] += more.finished[index] }
      cohort.ages += more.ages
      cohort.pods += more.pods
      cohorts[bounds] = cohort
    }
  }

  /// The drain that all of so many tasks survive but once in ``oneIn`` drains.
  package func quantile(inFlight: Int) -> Result<Quantile, QuantileError> {
    // Pods with other buckets cannot be put together: the larger group speaks.
    let largest = cohorts.max {
      ($0.value.count, $0.key.count, $0.key[0]) < ($1.value.count, $1.key.count, $1.key[0])
    }
    guard let (bounds, cohort) = largest else { return .failure(.init(.noHistogram)) }
    let tasks = max(inFlight, 1)
    let (needed, overflows) = tasks.multipliedReportingOverflow(by: ResidualLaw.oneIn)
    let finished = Int(min(cohort.count, 1e15))
    guard !overflows, finished >= needed else {
      let all = overflows ? Int.max : needed
      return .failure(.init(.tooFewTasks(finished: finished, needed: all)))
    }
    let survival = ResidualLaw.survival(bounds, cohort)
    guard let last = survival.firstIndex(of: 0), last < bounds.count - 1 else {
      let open = cohort.finished.lastIndex { $0 > 0 } ?? 0
      let beyond = open == bounds.count - 1 ? bounds[open - 1] : bounds[open]
      return .failure(.init(.openEnd(beyond: beyond)))
    }
    let parts = Double(needed)
    return .success(
      Quantile(
        seconds: ResidualLaw.bound(bounds, survival, tail: 1 / parts), inFlight: tasks,
        part: 1 - 1 / parts, finishedTasks: finished, pods: cohort.pods,
        p99Seconds: zip(bounds, survival).first { $0.1 <= 0.01 }?.0 ?? bounds[last]))
  }

  /// S at the upper bound of each bucket.
  ///
  /// Source: Kaplan & Meier, "Nonparametric estimation from incomplete observations", J. Am. Stat.
  /// Assoc. 53 (1958). A task in flight counts for the buckets that it has behind it: without it the long tasks that
  /// SIGKILL cut off would be missing.
  private static func survival(_ bounds: [Double], _ cohort: Cohort) -> [Double] {
    var reached = cohort.count
    var left = 1.0
    return bounds.indices.map { index in
      let open = Double(cohort.ages.count { $0 >= bounds[index] })
      // Nobody reached it: what is known of S ends here.
      if reached + open > 0 { left *= (reached + open - cohort.finished[index]) / (reached + open) }
      reached -= cohort.finished[index]
      return left
    }
  }

  /// The smallest t whose tail ∫ₜ S is at most this part of E[S].
  private static func bound(_ bounds: [Double], _ survival: [Double], tail part: Double) -> Double {
    let lower = [0] + bounds.dropLast()
    let before = [1] + survival.dropLast()
    let least = bounds.indices.reduce(0) { $0 + survival[$1] * (bounds[$1] - lower[$1]) }
    let allowed = part * least
    var tail = 0.0
    for index in bounds.indices.reversed() where before[index] > 0 {
      let more = before[index] * (bounds[index] - lower[index])
      if tail + more > allowed { return bounds[index] - (allowed - tail) / before[index] }
      tail += more
    }
    return 0
  }
}

extension ResidualLaw {
  /// ``Refusal`` as the failure of a result.
  package struct QuantileError: Error {
    package var refusal: Refusal

    package init(_ refusal: Refusal) { self.refusal = refusal }
  }
}
