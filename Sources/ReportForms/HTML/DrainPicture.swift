import DequeModule
import RunReports
import ShutdownModel
import Time
import Views

/// One pod's tasks in flight over time, from shortly before the request to its end.
///
/// A value stands until the next look should have come; what then is missing is a gap, not a zero.
struct DrainPicture {
  private let pod: PodReport
  private let words: PodReportWords
  private let samples: [Sample]
  private let axis: TimeAxis
  private let most: Int

  private static let left = 34.0
  private static let top = 16.0
  private static let height = 84.0

  /// Nil when nobody counted the pod's work.
  init?(_ pod: PodReport, _ report: Report) {
    self.pod = pod
    words = PodReportWords(row: pod, isStrict: report.isStrict)
    let start = pod.begin - .seconds(3)
    samples = pod.samples.filter { $0.time >= start }
    guard let last = samples.last else { return nil }
    let end = [last.time, pod.lastKnownEnd, pod.killAt].compactMap { $0 }.max() ?? last.time
    axis = TimeAxis(
      start...max(start, end + .milliseconds(500)), left: DrainPicture.left, width: 276)
    most = max(samples.map(\.inFlight).max() ?? 1, 1)
  }

  var figure: String {
    let caption =
      "\(words.glyph) \(words.verdict), used \(words.used) of \(words.grace), in flight "
      + words.inFlight
    return "<figure class=\"card\"><h3 class=\"mono\">\(Markup.escaped(words.name))</h3>\n\(svg)\n"
      + "<figcaption>\(Markup.escaped(caption))</figcaption></figure>\n"
  }

  private var svg: String {
    let bottom = DrainPicture.top + DrainPicture.height
    let name = Markup.escaped("In flight over time of \(words.name), at most \(most)")
    var text = "<svg viewBox=\"0 0 320 120\" role=\"img\" aria-label=\"\(name)\">"
    for (value, y) in [(most, DrainPicture.top), (0, bottom)] {
      text += "<line class=\"grid\" x1=\"34\" x2=\"310\" y1=\"\(y.tenths)\" y2=\"\(y.tenths)\"/>"
      text += "<text class=\"axis\" x=\"30\" y=\"\((y + 4).tenths)\" text-anchor=\"end\">"
      text += "\(value.short)</text>"
    }
    text += mark("grid", pod.begin, "asked", isAbove: false)
    if let signal = pod.signalAt, (signal - pod.begin).seconds > axis.seconds / 8 {
      text += mark("grid", signal, "signal", isAbove: false)
    }
    if let end = pod.lastKnownEnd, (end - pod.begin).seconds > axis.seconds / 4 {
      text += mark("grid", end, "end", isAbove: false)
    }
    if let kill = pod.killAt { text += mark("deadline", kill, "SIGKILL", isAbove: true) }
    return text + "<path class=\"curve\" d=\"\(path)\"/></svg>"
  }

  private func mark(_ kind: String, _ time: Instant, _ label: String, isAbove: Bool) -> String {
    let x = axis.place(time)
    let bottom = DrainPicture.top + DrainPicture.height
    let anchor = x > 270 ? "end" : x < 60 ? "start" : "middle"
    let y = isAbove ? 11 : bottom + 15
    return "<line class=\"\(kind)\" x1=\"\(x.tenths)\" x2=\"\(x.tenths)\" "
      + "y1=\"\(DrainPicture.top.tenths)\" y2=\"\(bottom.tenths)\"/>"
      + "<text class=\"\(isAbove ? "deadline-label" : "axis")\" x=\"\(x.tenths)\" "
      + "y=\"\(y.tenths)\" text-anchor=\"\(anchor)\">\(label)</text>"
  }

  private var path: String {
    var path = ""
    var isOpen = false
    for (place, sample) in samples.enumerated() {
      let (x, y) = (axis.place(sample.time).tenths, height(of: sample.inFlight).tenths)
      path += isOpen ? "V\(y)" : "M\(x) \(y)"
      var limit = sample.end(fastFrom: pod.seenAt)
      if let end = pod.lastKnownEnd { limit = max(min(limit, end), sample.time) }
      let next = place + 1 < samples.count ? samples[place + 1].time : nil
      isOpen = next.map { $0 <= limit } ?? false
      path += "H\(axis.place(isOpen ? next ?? limit : limit).tenths)"
    }
    return path
  }

  private func height(of count: Int) -> Double {
    let part = Double(max(count, 0)) / Double(most)
    return DrainPicture.top + DrainPicture.height * (1 - part)
  }
}

extension Int {
  /// Short enough for the side of a curve: `1204`, `123k`, `4M`.
  fileprivate var short: String {
    switch self {
    case ..<10_000: "\(self)"
    case ..<10_000_000: "\(self / 1000)k"
    case ..<10_000_000_000: "\(self / 1_000_000)M"
    default: ">9G"
    }
  }
}
