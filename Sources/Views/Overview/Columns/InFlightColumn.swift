import DequeModule
import ShutdownModel
import Time

extension Column {
  /// The number of tasks, and with room its curve.
  static let inFlight = Column(
    id: "in-flight", titles: ["IN FLIGHT"], titlesAtEnd: ["AT THE END", "AT END"],
    titleAlignment: .left,
    wishes: { screen, _ in
      [
        Wish(turn: 20, width: 9),
        Wish(turn: 90, width: screen >= ScreenWidth.wide ? 17 : 13),
      ]
    },
    cell: PodCell { $0.drawInFlight($1, $2) }, ended: PodCell { $0.drawLeft($1, $2) })
}

extension Frame {
  fileprivate mutating func drawInFlight(_ row: PodRow, _ range: Range<Int>) {
    let pod = row.pod
    if pod.phase >= .exited, pod.shutdown != nil, let last = pod.lastSample {
      // It has ended, and its verdict is still to come: the last count is all that is known.
      let end = range.lowerBound + max(Frame.countWidth, String(last.inFlight).count)
      write("\(last.inFlight)", row: row.line, before: end, role: .quiet)
      return
    }
    guard let sample = pod.lastSample, pod.phase < .exited else {
      // What does not start has the room for its reason.
      guard pod.stallReason == nil else { return }
      return write(
        row.glyphs.dash, row: row.line, before: range.lowerBound + Frame.countWidth, role: .quiet)
    }
    if pod.inFlight == 0, sample.inFlight > 0 {
      return write("0", row: row.line, before: range.lowerBound + Frame.countWidth, role: .plain)
    }
    let age = row.now - sample.time
    let isOld = age > (pod.isShuttingDown ? Freshness.onScreen : Freshness.onScreenWhileServing)
    let number = String(sample.inFlight)
    let end = range.lowerBound + max(Frame.countWidth, number.count)
    write(
      number, row: row.line, before: end,
      role: isOld ? .quiet : pod.isShuttingDown && sample.inFlight > 0 ? .strong : .plain)
    if isOld {
      let text = "\(age.short) old"
      write(
        end + 1 + text.cellWidth <= range.upperBound ? text : age.short, row: row.line,
        column: end + 1, role: .warning, limit: range.upperBound)
    } else if range.count > 9 {
      let curve = max(end, range.lowerBound + Frame.countWidth) + 1..<max(range.upperBound, end + 1)
      sparkline(
        pod.curve(count: curve.count * 2, at: row.now), row: row.line, column: curve.lowerBound,
        role: .curve, glyphs: row.glyphs)
    }
  }

  /// How many were there at the end.
  fileprivate mutating func drawLeft(_ row: PodRow, _ range: Range<Int>) {
    guard let verdict = row.pod.verdict, let count = verdict.inFlightAtEnd else { return }
    // It has ended well after that poll: what was there then is no longer so.
    guard count == 0 || !verdict.kind.isGood else { return }
    let number = String(count)
    // What became of it is unknown, too: it was there at the last poll.
    let isLost = count > 0 && verdict.kind.isKnownBad
    write(
      number, row: row.line, before: range.lowerBound + max(Frame.countWidth, number.count),
      role: isLost ? .lost : .quiet)
    if isLost {
      write(
        "left", row: row.line, column: range.lowerBound + max(Frame.countWidth, number.count) + 1,
        role: .lost, limit: range.upperBound)
    }
  }

  /// Counts stand below each other by their last digit.
  private static let countWidth = 4
}

extension Pod {
  /// The newest part of the curve of tasks in flight, oldest first, each 0 … 1; nil is a gap.
  ///
  /// A value stands until the next poll should have come; what then is missing is missing.
  fileprivate func curve(count: Int, at now: Instant) -> [Double?] {
    let step: TimeSpan = shutdown == nil ? .seconds(2) : .milliseconds(500)
    var values: [Int?] = []
    var index = samples.endIndex
    for place in 0..<count {
      let time = now - TimeSpan(nanoseconds: step.nanoseconds * Int64(place))
      while index > samples.startIndex, samples[index - 1].time > time { index -= 1 }
      guard index > samples.startIndex else {
        values.append(nil)
        continue
      }
      let sample = samples[index - 1]
      values.append(time <= sample.end(fastFrom: shutdown?.seenAt) ? sample.inFlight : nil)
    }
    let most = Double(max(values.compactMap { $0 }.max() ?? 1, 1))
    return values.reversed().map { $0.map { Double($0) / most } }
  }
}
