import PodStatus
import ShutdownModel

/// Whose log was opened: the API knows a log by the pod's name alone, and a StatefulSet gives the name
/// of a pod that has gone to the next one.
enum LogOwner {
  case target
  /// Another pod has the name now.
  case another
  /// It could not be asked.
  case unknown

  // A busy API server was seen to take 5 s; the stream waits meanwhile, and loses nothing.
  private static let timeout = Duration.seconds(20)

  /// Asks who has the name, once the log is open.
  ///
  /// The target had it before. If it has it still, it had it when the log was opened, and so it has if
  /// nobody has it now.
  static func asked(of target: LogPlan.Target, _ client: HTTPClient) async -> LogOwner {
    let pods = WatchedCollection(
      kind: .pods, namespace: target.namespace, labelSelector: nil,
      fieldSelector: "metadata.name=\(target.pod)", isRequired: true)
    guard let response = try? await client.get(pods.path + pods.query([]), timeout: timeout) else {
      return .unknown
    }
    switch response.head.status {
    case 200: break
    case 408, 429: return .unknown
    // Who may follow a log but list no pods has chosen it by its name.
    case 400..<500: return .target
    default: return .unknown
    }
    guard let list = try? JSON(parsing: response.body), list["items"] != .null else {
      return .unknown
    }
    let uids = list["items"].elements.map { $0["metadata"]["uid"].string }
    return uids.isEmpty || uids.contains(target.uid) ? .target : .another
  }
}
