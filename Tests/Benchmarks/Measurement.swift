/// One number, measured five times.
struct Measurement {
  let name: String
  let unit: String
  /// The number that should be reached, and whether more is better.
  let target: (number: Double, isLeast: Bool)
  let numbers: [Double]

  /// - Parameter run: does the work once and returns its number.
  init(
    _ name: String, unit: String, target: (number: Double, isLeast: Bool), run: () -> Double
  ) {
    self.init(name, unit: unit, target: target, numbers: (0..<5).map { _ in run() })
  }

  init(
    _ name: String, unit: String, target: (number: Double, isLeast: Bool), numbers: [Double]
  ) {
    self.name = name
    self.unit = unit
    self.target = target
    self.numbers = numbers
  }

  var median: Double { numbers.sorted()[numbers.count / 2] }

  var isReached: Bool {
    target.isLeast ? median >= target.number : median <= target.number
  }

  var text: String {
    let sign = target.isLeast ? "≥" : "≤"
    return """
      \(name)
        median \(median.short) \(unit), target \(sign) \(target.number.short): \
      \(isReached ? "reached" : "MISSED")
        runs   \(numbers.map(\.short).joined(separator: "  "))
      """
  }
}

extension Double {
  /// Whole above a thousand, else three decimals.
  fileprivate var short: String {
    guard magnitude < 1000 else { return String(Int64(rounded())) }
    let thousandths = Int64((self * 1000).rounded())
    let decimals = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - decimals.count))\(decimals)"
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
