import ShutdownModel

/// What a file is that is neither a recording nor a log of a pod nor objects as kubectl prints them, though it
/// speaks of pods: each with what to type instead.
public enum ForeignForm: String, CaseIterable, Sendable {
  /// A table of `kubectl get` or `kubectl top`, with `-w` or without.
  case table
  /// A table of `kubectl get events` or `kubectl events`.
  case eventTable
  case describe
  case auditLog
  /// What `kubectl rollout status` says.
  case rolloutStatus
  /// What lastcall itself wrote with `-o json` or `-o text`, in place of a recording.
  case ownOutput
  /// The journal of a kubelet, or of the container runtime beside it.
  case nodeJournal

  /// The names of the lines of `-o json`.
  fileprivate static let ownEvents = [
    "phase", "condition", "alert", "verdict", "finding", "restart", "notice", "summary",
  ]

  /// Nil for anything else.
  public init?(_ beginning: [UInt8]) {
    var text = Substring(String(decoding: beginning.prefix(16 << 10), as: UTF8.self))
    if text.hasPrefix("\u{FEFF}") { text = text.dropFirst() }
    let lines = text.split(whereSeparator: \.isNewline)
      .filter { $0.contains { !$0.isWhitespace } }.prefix(40)
    guard let first = lines.first else { return nil }
    if first.isEventHeader {
      self = .eventTable
    } else if first.isTableHeader || lines.prefix(5).allSatisfy(\.isPodRow) {
      self = .table
    } else if first.hasPrefix("Name: "),
      lines.prefix(4).contains(where: { $0.hasPrefix("Namespace: ") })
    {
      self = .describe
    } else if lines.prefix(3).contains(where: {
      $0.contains("\"audit.k8s.io/") && $0.contains("\"auditID\"")
    }) {
      self = .auditLog
    } else if lines.prefix(3).contains(where: \.isRolloutStatus) {
      self = .rolloutStatus
    } else if lines.prefix(5).allSatisfy(\.isOwnObject)
      || lines.allSatisfy(\.isOwnLine) && lines.contains(where: { $0.contains(" \u{2192} ") })
    {
      self = .ownOutput
    } else if lines.contains(where: \.isOfNode) {
      self = .nodeJournal
    } else {
      return nil
    }
  }

  /// What it is, and what to type instead; one sentence.
  public var answer: String {
    switch self {
    case .table:
      "it is a table from kubectl get, which has no times; use kubectl get pods -o json (to watch: add "
        + "-w "
        + "--output-watch-events)"
    case .eventTable: "it is a table of events, which has no times; use kubectl get events -o json"
    case .describe:
      "it is the output of kubectl describe; use kubectl get pod NAME -o json, and kubectl get events "
        + "-o json"
    case .auditLog:
      "it is an audit log of the API server; use kubectl get pods,events -o json to see how the pods "
        + "ended"
    case .rolloutStatus:
      "it is the output of kubectl rollout status, which shows no pod; use kubectl get pods -o json -w "
        + "--output-watch-events"
    case .ownOutput:
      "it is the output of lastcall, which does not contain the run; record the run with --record FILE "
        + "and read that file"
    case .nodeJournal:
      "it is the journal of a node, not the log of a pod; use kubectl logs POD --timestamps, and "
        + "kubectl get "
        + "pods,events -o json"
    }
  }
}

extension Substring {
  /// `NAME   READY   STATUS`: names in capitals, at least two blanks apart.
  fileprivate var isTableHeader: Bool {
    let columns = columns
    guard columns.count >= 2,
      ["NAME", "NAMESPACE", "LAST SEEN", "KIND", "POD", "OBJECT"].contains(columns[0])
    else { return false }
    return columns.allSatisfy { column in
      column.contains { $0.isUppercase }
        && column.allSatisfy { $0.isUppercase || "-_ ()/%.0123456789cpubytesoarg".contains($0) }
    }
  }

  fileprivate var isEventHeader: Bool {
    let columns = columns
    return isTableHeader && columns.contains("REASON") && columns.contains("MESSAGE")
  }

  private var columns: [String] {
    var columns: [String] = []
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if word.isEmpty {
        if columns.last?.isEmpty == false { columns.append("") }
      } else if let last = columns.last, !last.isEmpty {
        columns[columns.count - 1] = "\(last) \(word)"
      } else if columns.isEmpty {
        columns.append(String(word))
      } else {
        columns[columns.count - 1] = String(word)
      }
    }
    return columns.filter { !$0.isEmpty }
  }

  /// `web-1   1/1   Running   0   5m`, as `-w` and `--no-headers` print it.
  fileprivate var isPodRow: Bool {
    let words = split { $0.isWhitespace }
    guard words.count >= 5,
      let ready = words.prefix(3).firstIndex(where: { word in
        let parts = word.split(separator: "/")
        return parts.count == 2 && parts.allSatisfy { Int($0) != nil }
      }), ready >= 1, ready + 2 < words.count
    else { return false }
    let status = words[ready + 1]
    return status.first?.isUppercase == true
      && status.allSatisfy { $0.isLetter || ":0123456789/".contains($0) }
      && Int(words[ready + 2]) != nil
  }

  fileprivate var isRolloutStatus: Bool {
    hasPrefix("Waiting for deployment \"") || hasPrefix("Waiting for daemon set \"")
      || hasPrefix("Waiting for \(split(separator: " ").dropFirst(2).first ?? "") pods to be ready")
      || hasPrefix("deployment \"") && hasSuffix("successfully rolled out")
      || hasPrefix("partitioned roll out complete: ")
  }

  /// A line of `-o json`: `{"time":"…","event":"phase",…`.
  fileprivate var isOwnObject: Bool {
    guard hasPrefix("{\"time\":") else { return false }
    let head = prefix(60)
    return ForeignForm.ownEvents.contains { head.contains(",\"event\":\"\($0)\"") }
  }

  /// A line of `-o text`: `10:00:05.000  web-1  ready → preStop`, with a date before it where several days are told.
  fileprivate var isOwnLine: Bool {
    guard let end = firstRange(of: "  ")?.lowerBound else { return false }
    let time = self[..<end].suffix(12)
    return time.count == 12
      && time.allSatisfy { $0.isNumber || $0 == ":" || $0 == "." || $0 == "-" }
      && time.dropFirst(8).first == "."
  }

  /// `… node1 kubelet[1517]: I0608 …`, or the same as JSON.
  fileprivate var isOfNode: Bool {
    for name in ["kubelet", "containerd", "crio"] {
      if let mark = firstRange(of: "\(name)["), mark.lowerBound > startIndex,
        self[index(before: mark.lowerBound)] == " ",
        let end = self[mark.upperBound...].firstIndex(of: "]"),
        self[mark.upperBound..<end].allSatisfy(\.isNumber), self[end...].hasPrefix("]:")
      {
        return true
      }
      if contains("\"SYSLOG_IDENTIFIER\":\"\(name)\"")
        || contains("\"SYSLOG_IDENTIFIER\" : \"\(name)\"")
      {
        return true
      }
    }
    return false
  }
}
