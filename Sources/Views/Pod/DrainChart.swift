import DequeModule
import ShutdownModel
import Time

/// The tasks in flight over time as a field of braille dots, two by four to a cell.
struct DrainChart {
  private let heights: [Int?]
  private let rows: Int
  private let most: Int
  /// What its left and right edge stand for.
  let range: (start: Instant, end: Instant)
  /// The column of SIGKILL, if it lies within the chart.
  let deadlineColumn: Int?
  /// Between which dots of a place the forecast lies, counted from below; nil before now.
  private var cone: [ClosedRange<Int>?] = []

  init(pod: Pod, now: Instant, cone: ForecastCone? = nil, columns: Int, rows: Int) {
    self.rows = rows
    let deadline = pod.shutdown?.deadline
    let begin = deadline?.begin ?? pod.shutdown?.seenAt
    // A shutdown is seen whole, from a little before its beginning to a little behind its deadline;
    // a pod that runs shows its last two minutes.
    let start = begin.map { $0 - .seconds(3) } ?? now - .seconds(120)
    let end = max(
      now, deadline.map { ($0.latestKill ?? $0.earliestKill) + .seconds(2) } ?? now)
    let span = max((end - start).seconds, 1)
    range = (start, start + .seconds(span))
    let count = columns * 2
    let samples = pod.samples.filter { $0.time >= start - .seconds(4) }
    most = max(samples.map(\.inFlight).max() ?? 1, 1)
    var heights: [Int?] = Array(repeating: nil, count: count)
    var index = 0
    let dots = rows * 4
    for place in 0..<count {
      let time = start + .seconds(span * Double(place + 1) / Double(count))
      guard time <= now + .seconds(span / Double(count)) else { break }
      while index < samples.count, samples[index].time <= time { index += 1 }
      guard index > 0 else { continue }
      let sample = samples[index - 1]
      guard time <= sample.end(fastFrom: pod.shutdown?.seenAt) else { continue }
      let height = Int((Double(sample.inFlight) / Double(most) * Double(dots)).rounded(.up))
      heights[place] = max(height, 1)
    }
    self.heights = heights
    deadlineColumn = deadline.flatMap { deadline in
      let column = Int((deadline.earliestKill - start).seconds / span * Double(columns))
      return (0..<columns).contains(column) ? column : nil
    }
    let most = most
    if let cone {
      self.cone = (0..<count).map { place in
        let time = start + .seconds(span * Double(place + 1) / Double(count))
        guard let (low, high) = cone.between(time, after: now) else { return nil }
        func dot(_ tasks: Double) -> Int {
          min(Int((tasks / Double(most) * Double(dots)).rounded()), dots)
        }
        return min(dot(low), dot(high))...dot(high)
      }
    }
  }

  /// The column of an instant among so many; nil outside.
  func column(of time: Instant, in columns: Int) -> Int? {
    let part = (time - range.start).seconds / (range.end - range.start).seconds
    guard part >= 0, part <= 1, columns > 0 else { return nil }
    return min(Int(part * Double(columns)), columns - 1)
  }

  /// The number at the left of a row.
  func label(row: Int) -> String? {
    // Four digits fit; a number cut off at its front would be a wrong one.
    if row == 0 {
      return most < 10_000
        ? "\(most)"
        : most < 1_000_000
          ? "\(most / 1000)k"
          : most < 1_000_000_000
            ? "\(most / 1_000_000)M" : ">1G"
    }
    return row == rows - 1 ? "0" : nil
  }

  /// The character of a cell, and whether it is of the forecast; nil leaves it empty.
  func cell(
    row: Int, column: Int, _ glyphs: Glyphs
  ) -> (scalar: Unicode.Scalar, isForecast: Bool)? {
    if let scalar = drawn(row: row, column: column, glyphs) { return (scalar, false) }
    return forecast(row: row, column: column, glyphs).map { ($0, true) }
  }

  /// The edges of the cone, and every second dot between them.
  private func forecast(row: Int, column: Int, _ glyphs: Glyphs) -> Unicode.Scalar? {
    guard !cone.isEmpty else { return nil }
    let base = (rows - 1 - row) * 4
    var pattern: UInt8 = 0
    for side in 0...1 {
      guard let range = cone[column * 2 + side] else { continue }
      for dot in 0..<4 {
        let height = base + dot + 1
        // An empty pod has no dot, and so has the lower edge where it says none is left.
        guard range.contains(height) || (range.upperBound == 0 && height == 1) else { continue }
        let isEdge = height == range.upperBound || height == range.lowerBound
        guard isEdge || (dot + column * 2 + side) % 2 == 0 else { continue }
        pattern |= side == 0 ? Braille.leftDots[dot] : Braille.rightDots[dot]
      }
    }
    return Braille.scalar(pattern).map { glyphs.isASCII ? ":" : $0 }
  }

  private func drawn(row: Int, column: Int, _ glyphs: Glyphs) -> Unicode.Scalar? {
    let base = (rows - 1 - row) * 4
    let left = min(max((heights[column * 2] ?? 0) - base, 0), 4)
    let right = min(max((heights[column * 2 + 1] ?? 0) - base, 0), 4)
    guard left + right > 0 else { return nil }
    if glyphs.isASCII { return max(left, right) > 2 ? "#" : "_" }
    return Braille.filled(left: left, right: right)
  }
}

extension ForecastCone {
  /// Its bounds at a moment to come; nil where it does not reach.
  fileprivate func between(_ time: Instant, after now: Instant) -> (low: Double, high: Double)? {
    guard time > now, let next = bounds.firstIndex(where: { $0.time >= time }), next > 0 else {
      return nil
    }
    let (before, after) = (bounds[next - 1], bounds[next])
    let part = (time - before.time).seconds / max((after.time - before.time).seconds, 0.001)
    return (
      before.low + (after.low - before.low) * part,
      before.high + (after.high - before.high) * part
    )
  }
}
