import KubernetesObjects
import OutputLines
import ShutdownModel
import Views

/// What a command is told of an alert.
struct AlertOrder: Sendable {
  /// Longer values could be too long for a process to start with.
  private static let valueLimit = 8192

  /// One line of JSON.
  let input: [UInt8]
  /// `LASTCALL_ALERT_…`; what is unknown is empty.
  let variables: [String: String]

  /// Nil for what is no alert.
  init?(_ output: Output) {
    guard case .alert(let subject, let alert) = output.change else { return nil }
    input = Array((output.json + "\n").utf8)
    let pod = subject.pod
    let values = [
      "STATE": alert.isRaised ? "raised" : "cleared",
      "LEVEL": alert.level.rawValue,
      "RULE": alert.rule.rawValue,
      "MESSAGE": alert.message,
      "NAMESPACE": subject.workload.namespace,
      "WORKLOAD": subject.workload.text,
      "POD": pod?.pod ?? "",
      "UID": pod?.uid ?? "",
      "SECONDS_LEFT": alert.secondsLeft.flatMap(AlertOrder.text) ?? "",
      "IN_FLIGHT": alert.inFlight.map(String.init) ?? "",
    ]
    var variables: [String: String] = [:]
    for (name, value) in values {
      variables["LASTCALL_ALERT_" + name] = AlertOrder.bounded(value)
    }
    self.variables = variables
  }

  /// The environment of a command: `NAME=VALUE` each.
  func environment(over inherited: [String: String]) -> [String] {
    inherited.filter { $0.key != "LASTCALL_ON_ALERT" }.merging(variables) { $1 }
      .map { "\($0.key)=\($0.value)" }
  }

  /// As in the JSON, to milliseconds.
  private static func text(_ seconds: Double) -> String? {
    guard seconds.isFinite, abs(seconds) < 1e15 else { return nil }
    return String((seconds * 1000).rounded() / 1000)
  }

  /// A variable ends at a NUL; everything else of a text it can hold.
  private static func bounded(_ text: String) -> String {
    var value = String.UnicodeScalarView()
    var length = 0
    for scalar in text.unicodeScalars where scalar != "\0" {
      length += scalar.utf8.count
      if length > valueLimit { break }
      value.append(scalar)
    }
    return String(value)
  }
}

extension Unicode.Scalar {
  fileprivate var utf8: UTF8.EncodedScalar { UTF8.encode(self) ?? UTF8.encodedReplacementCharacter }
}
