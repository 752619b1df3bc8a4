import KubernetesObjects
import ShutdownModel
import Time

/// The time axis that all bars of the table stand on.
struct TimeScale: Equatable {
  let start: Instant
  let end: Instant
  let now: Instant

  /// From the first deletion to the last SIGKILL or end of what is terminating or has ended of late; nil where
  /// nothing was deleted.
  ///
  /// Its length is one of a few, so that the bars seldom move against each other.
  init?(_ state: State) {
    let oldest = state.now - TimeScale.longest
    var first: Instant?
    var last = state.now
    for index in state.pods.indices {
      guard let shutdown = state.pods[index].shutdown else { continue }
      let end = state.pods[index].endedAt ?? state.now
      guard state.pods[index].isShuttingDown || end >= oldest else { continue }
      first = first.map { min($0, shutdown.barBegin) } ?? shutdown.barBegin
      let kill = shutdown.deadline.map { $0.latestKill ?? $0.earliestKill }
      last = max(last, state.pods[index].isShuttingDown ? kill ?? end : end)
    }
    guard let first else { return nil }
    start = max(first, oldest)
    now = state.now
    let needed = (last - start).seconds * 1.04
    let length = TimeScale.lengths.first { $0 >= needed } ?? needed
    end = start + .seconds(length)
  }

  private static let longest = TimeSpan.seconds(1800)
  private static let lengths: [Double] = [
    12, 16, 20, 25, 32, 40, 50, 65, 80, 100, 130, 160, 200, 260, 320, 400, 500, 650, 800, 1000,
    1300,
    1600, 2000, 2600, 3200, 4000,
  ]

  var length: Double { max((end - start).seconds, 0.001) }

  /// The cell of an instant among so many, as a place within it, 0 … 1, counted from the first.
  func position(_ time: Instant, in columns: Int) -> Double {
    min(max((time - start).seconds / length, 0), 1) * Double(columns)
  }

  func cell(_ time: Instant, in columns: Range<Int>) -> Int {
    columns.lowerBound + min(Int(position(time, in: columns.count)), max(columns.count - 1, 0))
  }

  /// Round numbers of seconds that are at least so many cells apart.
  func ticks(in columns: Int, apart: Int) -> [(seconds: Int, column: Int)] {
    guard columns > apart else { return [] }
    let steps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200]
    let least = length * Double(apart) / Double(columns)
    guard let step = steps.first(where: { Double($0) >= least }) else { return [] }
    return stride(from: 0, through: Int(length), by: step).map { seconds in
      (seconds, Int(Double(seconds) / length * Double(columns)))
    }
  }
}

extension Shutdown {
  /// Where its bar begins.
  var barBegin: Instant { deadline?.begin ?? asked ?? seenAt }
}

extension Pod {
  /// Where its bar ends: by its verdict, else when its end was seen.
  var endedAt: Instant? {
    if let used = verdict?.usedSeconds, let deletedAt = shutdown?.asked {
      return deletedAt + .seconds(used)
    }
    return shutdown?.exitedAt
  }
}
