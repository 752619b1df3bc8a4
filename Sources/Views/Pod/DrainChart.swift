internal import DequeModule
import ShutdownModel

/// The tasks in flight over time as a field of braille dots, two by four to a cell.
struct DrainChart {
  private let heights: [Int?]
  private let rows: Int
  private let most: Int
  /// The column of SIGKILL, if it lies within the chart.
  let deadlineColumn: Int?

  init(pod: Pod, now: Instant, columns: Int, rows: Int) {
    self.rows = rows
    let deadline = pod.shutdown?.deadline
    let begin = deadline?.begin ?? pod.shutdown?.seenAt
    // A shutdown is seen whole, from a little before its beginning to a little behind its deadline;
    // a pod that runs shows its last two minutes.
    let start = begin.map { $0 - .seconds(3) } ?? now - .seconds(120)
    let end = max(
      now, deadline.map { $0.latestKill + .seconds(2) } ?? now)
    let span = max((end - start).seconds, 1)
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
      let isFast = pod.shutdown.map { sample.time >= $0.seenAt } ?? false
      guard time - sample.time <= (isFast ? .milliseconds(1200) : .milliseconds(3200)) else {
        continue
      }
      let height = Int((Double(sample.inFlight) / Double(most) * Double(dots)).rounded(.up))
      heights[place] = max(height, 1)
    }
    self.heights = heights
    deadlineColumn = deadline.flatMap { deadline in
      let column = Int((deadline.earliestKill - start).seconds / span * Double(columns))
      return (0..<columns).contains(column) ? column : nil
    }
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

  /// The character of a cell; nil leaves it empty.
  func cell(row: Int, column: Int, _ glyphs: Glyphs) -> Unicode.Scalar? {
    let base = (rows - 1 - row) * 4
    let left = min(max((heights[column * 2] ?? 0) - base, 0), 4)
    let right = min(max((heights[column * 2 + 1] ?? 0) - base, 0), 4)
    guard left + right > 0 else { return nil }
    if glyphs.isASCII { return max(left, right) > 2 ? "#" : "_" }
    let pattern = DrainChart.left[left] | DrainChart.right[right]
    return Unicode.Scalar(0x2800 + UInt32(pattern))
  }

  private static let left: [UInt8] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let right: [UInt8] = [0, 0x80, 0xA0, 0xB0, 0xB8]
}
