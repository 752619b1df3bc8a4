import ShutdownModel
import Time
import Views

/// Places of times on a picture, from left to right.
struct TimeAxis {
  let start: Instant
  let seconds: Double
  let left: Double
  let width: Double

  init(_ range: ClosedRange<Instant>, left: Double, width: Double) {
    start = range.lowerBound
    seconds = max((range.upperBound - range.lowerBound).seconds, 1)
    self.left = left
    self.width = width
  }

  /// Never outside of the picture.
  func place(_ time: Instant) -> Double {
    left + min(max((time - start).seconds / seconds, 0), 1) * width
  }

  /// Round numbers of seconds after the start, at most so many.
  func ticks(atMost count: Int) -> [Double] {
    let steps: [Double] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600]
    let step = steps.first { seconds / $0 <= Double(count) } ?? seconds / Double(count)
    return Array(stride(from: 0, through: seconds, by: step))
  }

  func place(ofSecond second: Double) -> Double {
    place(start + .seconds(second))
  }
}

extension Double {
  /// `90 s`, `5 min`: a mark of an axis.
  var tick: String {
    if self >= 120, truncatingRemainder(dividingBy: 60) == 0 { return "\(Int(self / 60)) min" }
    return self == rounded() && magnitude < 1e9 ? "\(Int(self)) s" : "\(tenths) s"
  }
}
