/// What a grace has more than the drain it is for: the next drain is not the one that was seen, and
/// container times are whole seconds.
package enum GraceMargin {
  /// For what is left of a grace after the drain, in seconds, at least.
  static let least = 5.0

  /// A quarter of a drain that was seen, or estimated.
  static func beyond(_ seconds: Double) -> Double { max(seconds / 4, least) }

  /// A length with its margin, as a grace.
  package static func grace(for seconds: Double) -> Int { grace(of: seconds + beyond(seconds)) }

  /// A sum of seconds as a grace: rounded up to 5 s, a billion at most.
  static func grace(of sum: Double) -> Int {
    guard sum < 1e9 else { return 1_000_000_000 }
    // What is off by the arithmetic alone is no reason for five seconds more.
    return Int(((sum - 1e-6) / 5).rounded(.up)) * 5
  }
}
