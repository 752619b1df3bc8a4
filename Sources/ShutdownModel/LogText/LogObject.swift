internal import PodStatus

/// A log line that is a JSON object.
struct LogObject {
  /// What it says, with the error it names.
  private(set) var message: String?
  /// A short word such as `info`.
  private(set) var level: String?
  /// When it says it was written.
  private(set) var time: Instant?
  /// The pod it says it is of.
  private(set) var pod: String?
  private(set) var container: String?
  /// The line a collector of logs has put into it.
  private(set) var wrapped: String?
  /// The numbers of tasks in flight that it names.
  private(set) var counts = LogCounts()

  /// Reads an object; nil for any other text.
  ///
  /// - Parameter year: of times that do not name one.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, year: Int? = nil) {
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}"),
      case .object(let members) = try? JSON(parsing: bytes)
    else { return nil }
    message = Self.messageNames.lazy.compactMap { Self.text(members[$0]) }.first
    if let said = message,
      let error = ["error", "err"].lazy.compactMap({ members[$0]?.string }).first
    {
      message = "\(said): \(error)"
    }
    level = Self.levelNames.lazy.compactMap { members[$0]?.string }
      .first { (1...12).contains($0.utf8.count) && $0.utf8.allSatisfy(ByteSet.word.contains) }
    time =
      Self.timeNames.lazy.compactMap { members[$0].flatMap { Self.time($0, year: year) } }.first
    pod = Self.name(Self.podNames, in: members)
    container = Self.name(Self.containerNames, in: members)
    wrapped = level == nil ? Self.wrapped(in: members) : nil
    for (name, value) in members {
      if let count = value.int { counts.add(name, count) }
    }
  }

  private static let messageNames = ["msg", "message", "log", "event", "body"]
  private static let levelNames = ["level", "severity", "lvl", "LogLevel"]
  private static let timeNames = [
    "ts", "time", "timestamp", "@timestamp", "t", "@t", "datetime", "date", "asctime", "eventTime",
  ]
  /// Each is the path to a member.
  private static let podNames = [
    ["podName"], ["pod_name"], ["kubernetes.pod_name"], ["kubernetes.pod.name"], ["k8s.pod.name"],
    ["kubernetes", "pod_name"], ["kubernetes", "pod", "name"], ["kubernetes", "podName"],
    ["k8s", "pod", "name"], ["k8s", "pod_name"], ["resource", "k8s.pod.name"],
    ["resource", "attributes", "k8s.pod.name"], ["resource", "labels", "pod_name"], ["pod"],
  ]
  private static let containerNames = [
    ["containerName"], ["container_name"], ["kubernetes.container_name"],
    ["kubernetes.container.name"], ["k8s.container.name"], ["kubernetes", "container_name"],
    ["kubernetes", "container", "name"], ["kubernetes", "containerName"],
    ["k8s", "container", "name"], ["k8s", "container_name"], ["resource", "k8s.container.name"],
    ["resource", "attributes", "k8s.container.name"], ["resource", "labels", "container_name"],
    ["container"],
  ]

  private static func text(_ value: JSON?) -> String? {
    let text = value?.string ?? value?["stringValue"].string
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The first member at one of the paths that can be a name.
  private static func name(_ paths: [[String]], in members: [String: JSON]) -> String? {
    for path in paths {
      guard var value = members[path[0]] else { continue }
      for name in path.dropFirst() { value = value[name] }
      if let name = value.string, isName(name) { return name }
    }
    return nil
  }

  private static func isName(_ name: String) -> Bool {
    (1...253).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        ByteSet.word.contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
  }

  /// What docker's json-file, stern's JSON or a collector with the metadata of a pod carries.
  private static func wrapped(in members: [String: JSON]) -> String? {
    let isDocker = ["stdout", "stderr"].contains(members["stream"]?.string)
    let isStern = members["podName"]?.string != nil && members["containerName"]?.string != nil
    guard isDocker || isStern || members["kubernetes"]?.isObject == true,
      let line = members["log"]?.string ?? members["message"]?.string
    else { return nil }
    let bytes = line.utf8
    let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return end.map { String(line[...$0]) } ?? ""
  }

  /// A text, or a number since 1970 in seconds, milliseconds, microseconds or nanoseconds.
  private static func time(_ value: JSON, year: Int?) -> Instant? {
    if let text = value.string {
      guard text.utf8.count <= 64 else { return nil }
      return Instant(rfc3339: text)
        ?? Array(text.utf8).withUnsafeBufferPointer {
          var cursor = LineCursor($0, 0..<$0.count)
          let time = cursor.dateAndTime(year: year)
          return cursor.isAtEnd ? time : nil
        }
    }
    if case .integer(let number) = value, number >= 100_000_000_000_000_000 {
      return Instant(nanoseconds: Int64(number))
    }
    guard let number = value.double, number >= 100_000_000 else { return nil }
    // A number of that size is exact to no more than a microsecond.
    for (limit, scale) in [(1e11, 1e6), (1e14, 1e3), (1e17, 1.0)] where number < limit {
      let (nanoseconds, isTooLate) = Int64((number * scale).rounded())
        .multipliedReportingOverflow(by: 1000)
      return isTooLate ? nil : Instant(nanoseconds: nanoseconds)
    }
    return nil
  }
}
