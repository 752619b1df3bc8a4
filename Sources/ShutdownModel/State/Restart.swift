import Time

/// The end of a container's run in a pod that goes on: no shutdown, but work may have been lost.
public struct Restart: Equatable, Sendable {
  public var container: String
  public var exitCode: Int
  /// `state.terminated.reason` of the run that ended.
  public var reason: String?
  /// Which probe had failed, where the kubelet killed the container for it: `liveness` or `startup`.
  public var failedProbe: String?
  /// Tasks in flight at the last poll before the end; nil when they were not counted.
  public var inFlight: Int?
  /// How long before the end that poll was, in seconds.
  public var inFlightAgeSeconds: Double?

  /// One sentence, without the pod's name.
  public var sentence: String {
    var text: String
    if let failedProbe {
      text = "\(container) was killed after its \(failedProbe) probe failed"
    } else if reason == "OOMKilled", exitCode == 137 {
      text = "\(container) ran out of memory and was killed"
    } else {
      text = "\(container) ended with exit code \(exitCode)"
    }
    if let inFlight, let inFlightAgeSeconds {
      let age = TimeSpan.seconds(inFlightAgeSeconds).text
      text += ", \(inFlight == 0 ? "nothing" : String(inFlight)) in flight \(age) earlier"
    }
    return text + "; the pod keeps running"
  }
}
