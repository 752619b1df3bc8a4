import DrainForecast
import PodStatus
import ShutdownModel
import Time

/// One drain of a pod whose tasks follow a law, polled twice a second; arrivals stop at 0.
struct SimulatedDrain {
  static let grace = 30.0
  static let pollEvery = 0.5
  /// How many tasks the pod had finished before.
  static let finishedBefore = 1000
  private static let bounds: [Double] = [
    0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120, 600,
  ]

  let law: ServiceLaw
  /// Age at 0 and time of the end of each task, in seconds.
  private let tasks: [(age: Double, end: Double)]
  private let finished: [Int]

  init(_ law: ServiceLaw, inFlight: Int, _ chance: inout Chance) {
    self.law = law
    var finished = Array(repeating: 0, count: SimulatedDrain.bounds.count)
    for _ in 0..<SimulatedDrain.finishedBefore {
      finished[SimulatedDrain.bucket(law.duration(&chance))] += 1
    }
    self.finished = finished
    tasks = (0..<inFlight).map { _ in law.inFlight(&chance) }.map { ($0.age, $0.rest) }
  }

  private static func bucket(_ seconds: Double) -> Int {
    bounds.firstIndex { seconds <= $0 } ?? bounds.count - 1
  }

  /// Whether every task ends before SIGKILL.
  var isDone: Bool { left(at: SimulatedDrain.grace) == 0 }

  func left(at seconds: Double) -> Int { tasks.count { $0.end > seconds } }

  /// What had been seen by a time, with ages and durations or with counts alone.
  func observations(until seconds: Double, ages: Bool) -> DrainObservations {
    let polls = Int(seconds / SimulatedDrain.pollEvery)
    let now = Double(polls) * SimulatedDrain.pollEvery
    var durations: [ShutdownStatus.DurationBucket] = []
    if ages {
      var counts = finished
      for task in tasks where task.end <= now {
        counts[SimulatedDrain.bucket(task.age + task.end)] += 1
      }
      durations = zip(SimulatedDrain.bounds, counts).map {
        ShutdownStatus.DurationBucket(upperBoundSeconds: $0, count: $1)
      }
    }
    return DrainObservations(
      counts: (0...polls).map { poll in
        let time = Double(poll) * SimulatedDrain.pollEvery
        return .init(time: Instant(seconds: time), inFlight: left(at: time))
      },
      ages: ages ? tasks.filter { $0.end > now }.map { $0.age + now } : [],
      durations: durations, killAt: Instant(seconds: SimulatedDrain.grace))
  }

  /// The true chance, for one who knows the law and the ages.
  func truth(at seconds: Double) -> Double {
    tasks.filter { $0.end > seconds }.reduce(1) { product, task in
      product
        * (1
          - law.survival(
            age: task.age + seconds, after: SimulatedDrain.grace - seconds, inDrainFor: seconds))
    }
  }

  /// What a straight line through the counts says: 1 if it is at zero before SIGKILL, else 0.
  func slope(at seconds: Double) -> Double {
    let counts = observations(until: seconds, ages: false).counts
    let size = Double(counts.count)
    let meanTime = counts.reduce(0) { $0 + $1.time.seconds } / size
    let meanCount = counts.reduce(0) { $0 + Double($1.inFlight) } / size
    var (rise, run) = (0.0, 0.0)
    for count in counts {
      rise += (count.time.seconds - meanTime) * (Double(count.inFlight) - meanCount)
      run += (count.time.seconds - meanTime) * (count.time.seconds - meanTime)
    }
    guard rise < 0, run > 0 else { return 0 }
    return meanTime - meanCount * run / rise <= SimulatedDrain.grace ? 1 : 0
  }
}
