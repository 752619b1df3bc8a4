import LogText
import ShutdownModel
import Time

/// What tells when the lines of a file were written.
struct LineClock {
  enum Kind {
    /// Nothing that has been read so far.
    case unknown
    case dates
    /// What counts from a zero that is not known.
    case counter(LogMoment.Kind)
    /// Nothing: there is only the order.
    case none
  }

  var kind = Kind.unknown
  /// Which of the readings of a date that has several is right.
  private(set) var reading: Int?

  private static let day = TimeSpan.seconds(86_400)

  init() {}

  /// Chooses what the lines show.
  ///
  /// - Parameter isWhole: no lines come behind them.
  init(of lines: [PlacedLine], isWhole: Bool) {
    let reading = Self.reading(of: lines)
    self.reading = reading
    let isDated = { (line: PlacedLine) in
      line.line.time != nil || reading != nil && line.moment?.readings.isEmpty == false
    }
    guard lines.contains(where: isDated) else {
      kind = lines.lazy.compactMap { $0.moment?.kind }.first.map { .counter($0) } ?? .none
      return
    }
    // The lines that matter say by what the file is to be read; what lies far from them tells little.
    let telling = lines.filter { $0.line.sign != nil }
    let counting = telling.filter { $0.moment != nil && !isDated($0) }
    let isBeginDated = telling.first { $0.line.isBeginning }.map(isDated) ?? false
    if !isBeginDated, counting.count > telling.count(where: isDated),
      let kind = counting.first?.moment?.kind
    {
      self.kind = .counter(kind)
      return
    }
    kind = isWhole && Self.isBeginUnbounded(lines, isDated) ? .none : .dates
  }

  /// Whether the shutdown begins on a line without a time behind which there is none: it may have begun
  /// long after the last one.
  private static func isBeginUnbounded(
    _ lines: [PlacedLine], _ isDated: (PlacedLine) -> Bool
  ) -> Bool {
    guard let begin = lines.firstIndex(where: { $0.line.isBeginning }),
      let last = lines.lastIndex(where: isDated), last < begin
    else { return false }
    return !lines[begin].isContinued && !lines[last].isHeader
  }

  /// The reading that the dates of the other lines prove: the only one near them, or the only one by which
  /// the file is of a few days.
  private static func reading(of lines: [PlacedLine]) -> Int? {
    let dates = lines.compactMap { line in
      line.moment.flatMap { $0.readings.isEmpty ? nil : $0.readings }
    }
    guard let count = dates.first?.count, dates.allSatisfy({ $0.count == count }) else {
      return nil
    }
    // What another pod writes proves nothing.
    let pods = Set(lines.lazy.filter { $0.moment?.readings.isEmpty == false }.map(\.line.pod))
    let known = lines.compactMap { line in
      line.moment?.kind == .exact && pods.contains(line.line.pod) ? line.line.time : nil
    }
    var spans: [(reading: Int, span: TimeSpan)] = []
    for reading in 0..<count {
      let times = dates.compactMap { $0[reading] }
      guard times.count == dates.count else { continue }
      let all = times + known
      guard let first = all.min(), let last = all.max() else { continue }
      spans.append((reading, last - first))
    }
    let near = spans.filter { $0.span <= .seconds(3 * day.seconds) }
    let far = spans.filter { $0.span >= .seconds(20 * day.seconds) }
    return near.count == 1 && near.count + far.count == spans.count ? near.first?.reading : nil
  }

  /// When a line was written, if a date says so.
  func date(of line: PlacedLine, near year: @autoclosure () -> Instant?) -> Instant? {
    guard let moment = line.moment else { return line.line.time }
    if let reading, moment.readings.indices.contains(reading) { return moment.readings[reading] }
    if moment.kind == .exact { return line.line.time }
    return year().flatMap { moment.nearest(to: $0) } ?? line.line.time
  }
}

extension LogLine {
  /// It speaks of a shutdown that begins or goes on.
  var isBeginning: Bool {
    sign.map { $0.isBegin || $0 == .started } ?? false
  }
}
