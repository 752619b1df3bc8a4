import ShutdownModel

@testable import KubernetesObjects

/// The API's JSON, as small as it may be.
enum Objects {
  static func pod(_ uid: String, version: Int, more: String = "") -> String {
    #"{"metadata":{"uid":"\#(uid)","name":"pod-\#(uid)","namespace":"shop","#
      + #""generation":\#(version),"resourceVersion":"\#(version)"\#(more)},"#
      + #""spec":{"containers":[{"name":"web"}]}}"#
  }

  static func podList(_ pods: [String], version: Int, next: String = "") -> String {
    #"{"kind":"PodList","metadata":{"resourceVersion":"\#(version)","continue":"\#(next)"},"#
      + #""items":[\#(pods.joined(separator: ","))]}"#
  }

  static func watchLine(_ type: String, _ object: String) -> String {
    #"{"type":"\#(type)","object":\#(object)}"# + "\n"
  }

  static func bookmark(_ version: Int) -> String {
    watchLine("BOOKMARK", #"{"metadata":{"resourceVersion":"\#(version)"}}"#)
  }

  static func status(_ code: Int, _ reason: String, _ message: String) -> String {
    #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","#
      + #""message":"\#(message)","reason":"\#(reason)","code":\#(code)}"#
  }

  static let gone = watchLine(
    "ERROR", status(410, "Expired", "too old resource version: 5 (900)"))
}

extension Observation {
  /// A short word for what was seen of pods and inputs; nil for a reading of the clock.
  var word: String? {
    switch self {
    case .pod(let pod): "\(pod.uid)@\(pod.generation ?? 0)"
    case .podDeleted(let pod): "-\(pod.uid)@\(pod.generation ?? 0)"
    case .listed(_, let uids): "listed \(uids.sorted().joined(separator: ","))"
    case .input(let input): "\(input.change)"
    case .serverDate: nil
    default: "other"
    }
  }
}
