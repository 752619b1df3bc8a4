/// What stands in Prometheus' text format about a few metrics; the lines of others are passed over.
struct MetricsText {
  /// One line: `name{label="value",…} 3`.
  struct Sample: Equatable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  /// The largest answer that is read, in bytes: large servers have thousands of series, and reading
  /// must not hold up the loop that waits for other pods' answers.
  static let maximumBytes = 2 << 20

  private(set) var samples: [Sample] = []
  /// What `# TYPE` says of them.
  private(set) var types: [String: String] = [:]

  /// Reads the lines of some metrics.
  ///
  /// - Throws: for a line of one of them that is not well-formed.
  init(_ body: [UInt8], _ names: [String]) throws(ShutdownStatus.Malformed) {
    for (index, line) in body.split(separator: UInt8(ascii: "\n")).enumerated() {
      var scanner = MetricScanner(line)
      if line.first == UInt8(ascii: "#") {
        let words = String(decoding: line.prefix(300), as: UTF8.self).split(separator: " ")
        if words.count == 4, words[1] == "TYPE", names.contains(String(words[2])) {
          types[String(words[2])] = String(words[3].prefix { !$0.isWhitespace })
        }
        continue
      }
      guard let name = scanner.name(), names.contains(name) else { continue }
      guard let labels = scanner.labels(), let value = scanner.value() else {
        throw .init("line \(index + 1) of \(plain(name)) is not of Prometheus' text format")
      }
      samples.append(Sample(name: name, labels: labels, value: value))
    }
  }
}
