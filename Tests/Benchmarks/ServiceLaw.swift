import CLibrary

/// How long the tasks of a simulated pod take, in seconds.
enum ServiceLaw: String, CaseIterable {
  case exponential = "exponential, mean 2 s"
  case deterministic = "deterministic, 5 s"
  case lognormal = "lognormal, median 1 s, sigma 1.3"
  case hyperexponential = "90 % of 0.5 s, 10 % of 12 s"
  case pareto = "Pareto alpha 1.6 from 0.5 s"
  case stuck = "5 % in flight stuck, else of 2 s"

  /// It has a tail that counts alone cannot see.
  var isHeavy: Bool { self != .exponential && self != .deterministic }

  /// How long a task takes, from begin to end.
  func duration(_ chance: inout Chance) -> Double {
    switch self {
    case .exponential, .stuck: chance.exponential(mean: 2)
    case .deterministic: 5
    case .lognormal: exp(1.3 * chance.normal())
    case .hyperexponential: chance.exponential(mean: chance.part() < 0.9 ? 0.5 : 12)
    case .pareto: 0.5 * pow(chance.part(), -1 / 1.6)
    }
  }

  /// Age and rest of a task in flight when the arrivals stop.
  ///
  /// The task that is met is long with the weight of its length, and met anywhere in it.
  func inFlight(_ chance: inout Chance) -> (age: Double, rest: Double) {
    switch self {
    case .exponential: return (chance.exponential(mean: 2), chance.exponential(mean: 2))
    case .stuck:
      return chance.part() < 0.05
        ? (600 * chance.part(), .infinity)
        : (chance.exponential(mean: 2), chance.exponential(mean: 2))
    case .hyperexponential:
      let mean = chance.part() < 0.9 * 0.5 / (0.9 * 0.5 + 0.1 * 12) ? 0.5 : 12
      return (chance.exponential(mean: mean), chance.exponential(mean: mean))
    case .deterministic: return split(5, &chance)
    case .lognormal: return split(exp(1.3 * 1.3 + 1.3 * chance.normal()), &chance)
    case .pareto: return split(0.5 * pow(chance.part(), -1 / 0.6), &chance)
    }
  }

  private func split(_ length: Double, _ chance: inout Chance) -> (age: Double, rest: Double) {
    let part = chance.part()
    return (part * length, (1 - part) * length)
  }

  /// The true chance that a task outlives so many seconds; of stuck ones see ``survival(age:after:)``.
  private func outlives(_ seconds: Double) -> Double {
    switch self {
    case .exponential, .stuck: exp(-seconds / 2)
    case .deterministic: seconds < 5 ? 1 : 0
    case .lognormal: seconds > 0 ? 0.5 * erfc(log(seconds) / 1.3 / 2.0.squareRoot()) : 1
    case .hyperexponential: 0.9 * exp(-seconds / 0.5) + 0.1 * exp(-seconds / 12)
    case .pareto: seconds > 0.5 ? pow(seconds / 0.5, -1.6) : 1
    }
  }

  /// The true chance that a task of an age is there so many seconds later: what nobody can beat.
  func survival(age: Double, after seconds: Double, inDrainFor elapsed: Double) -> Double {
    if self == .stuck {
      // Of an age a: stuck with density 0.05/600, else 0.95·½e^(−a/2); a task that is in the drain
      // has not begun in it.
      let began = max(age - elapsed, 0)
      let stuck = began <= 600 ? 0.05 / 600 : 0
      let other = 0.95 / 2 * exp(-began / 2) * exp(-elapsed / 2)
      let isStuck = stuck / max(stuck + other, 1e-300)
      return isStuck + (1 - isStuck) * exp(-seconds / 2)
    }
    let now = outlives(age)
    return now > 0 ? outlives(age + seconds) / now : 0
  }
}

/// SplitMix64 and the draws made of it: the same drains from the same seed, on every machine.
struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Evenly in (0, 1).
  mutating func part() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }
  mutating func exponential(mean: Double) -> Double { -mean * log(part()) }
  /// Box and Muller.
  mutating func normal() -> Double { (-2 * log(part())).squareRoot() * cos(2 * .pi * part()) }
}
