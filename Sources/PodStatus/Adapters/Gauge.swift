/// A gauge of tasks in flight, and what of it is not the pod's work.
struct Gauge: Sendable {
  var name: String
  /// How much of it is the request that asks.
  var own: Int
  /// Only series with these labels count.
  var labels: [String: String]
  /// Series with one of these values are not work; where there are any, `own` is among them.
  var apart: (label: String, values: [String])?
  /// Series that differ in this label alone count the same tasks: the largest stands for them.
  var mostOf: String?

  init(
    _ name: String, own: Int = 0, labels: [String: String] = [:],
    apart: (label: String, values: [String])? = nil, mostOf: String? = nil
  ) {
    self.name = name
    self.own = own
    self.labels = labels
    self.apart = apart
    self.mostOf = mostOf
  }
}

extension MetricsText {
  /// The gauge is declared or has a value.
  func has(_ gauge: Gauge) -> Bool {
    types[gauge.name] != nil || samples.contains { $0.name == gauge.name }
  }

  /// The value of the first gauge that is there.
  func value(ofFirst gauges: [Gauge], own: Int = 0) throws(ShutdownStatus.Malformed) -> Int {
    guard let gauge = gauges.first(where: has) else {
      throw .init("no gauge of requests in flight that is known, such as \(gauges[0].name)")
    }
    return max(try value(of: gauge) - own, 0)
  }

  /// The sum over the gauge's series, without what is not work.
  ///
  /// Declared without any series it is 0, for some libraries make a series at its first use.
  func value(of gauge: Gauge) throws(ShutdownStatus.Malformed) -> Int {
    guard has(gauge) else { throw .init("no gauge \(plain(gauge.name))") }
    if let type = types[gauge.name], !["gauge", "untyped", "unknown"].contains(type) {
      throw .init("\(plain(gauge.name)) is a \(plain(type)), not a gauge")
    }
    let series = samples.filter { $0.name == gauge.name }
    let chosen = series.filter { sample in
      gauge.labels.allSatisfy { sample.labels[$0.key] == $0.value }
    }
    if chosen.isEmpty, !gauge.labels.isEmpty {
      throw .init("no series of \(plain(gauge.name)) has the labels that are asked for")
    }
    let work = chosen.filter { sample in
      gauge.apart.map { !$0.values.contains(sample.labels[$0.label] ?? "") } ?? true
    }
    var counts: [[String: String]: Int] = [:]
    var sum = 0
    for sample in work {
      let count = try ShutdownStatus.tasks(sample.value, gauge.name)
      guard let label = gauge.mostOf else {
        sum += count
        continue
      }
      let others = sample.labels.filter { $0.key != label }
      counts[others] = max(counts[others] ?? 0, count)
    }
    sum += counts.values.reduce(0, +)
    return try ShutdownStatus.tasks(
      Double(sum), gauge.name, own: work.count < chosen.count ? 0 : gauge.own)
  }
}
