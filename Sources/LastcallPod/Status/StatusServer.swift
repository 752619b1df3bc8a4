import PodStatus
public import Processes

/// Serves the shutdown status on a listener and a thread of its own, to the very end.
///
/// `GET PATH` answers at once; `?wait=SECONDS` when the drain is over or the seconds have passed;
/// `?drain=1` begins the drain, for a preStop hook. `GET /metrics` is for Prometheus. No read of it counts
/// as a task.
public final class StatusServer: Sendable {
  /// The path of the contract.
  public static let defaultPath = "/shutdown-status"
  /// The longest `?wait=`, in seconds.
  public static let maximumWaitSeconds = 3600.0

  private let drain: DrainController
  private let path: String
  private let allowsDraining: Bool
  private let listener: HTTPListener

  /// Listens and answers at once.
  ///
  /// - Parameters:
  ///   - drain: whose status it tells, and which `?drain=1` begins.
  ///   - address: IPv4 or IPv6; nil is every address of the machine.
  ///   - port: 0 takes any free one.
  ///   - path: of the status; it begins with `/`.
  ///   - allowsDraining: whether `?drain=1` begins the drain for whoever can reach the port.
  /// - Throws: when it cannot listen there.
  public init(
    drain: DrainController, address: String? = nil, port: UInt16,
    path: String = StatusServer.defaultPath, allowsDraining: Bool = true
  ) throws(SystemError) {
    precondition(path.hasPrefix("/"), "the path of a status begins with /, but is \(path)")
    self.drain = drain
    self.path = path
    self.allowsDraining = allowsDraining
    listener = try HTTPListener(address: address, port: port)
    try listener.start { [self] in reply(to: $0) }
  }

  /// The port it listens on.
  public var port: UInt16 { listener.port }

  /// Lets those who waited for the end of the drain hear of it, at most for half a second, and closes the port.
  public func finish() {
    listener.finish(within: 0.5)
  }

  private func reply(to request: HTTPRequest) -> HTTPReply {
    if request.path == "/metrics" {
      return .now(HTTPAnswer(200, metrics, contentType: "text/plain; version=0.0.4"))
    }
    guard request.path == path else {
      return .now(HTTPAnswer(404, "only \(path) and /metrics are here\n"))
    }
    let wait = request.number("wait", in: 0...Self.maximumWaitSeconds)
    if request.query["wait"] != nil, wait == nil {
      return .now(HTTPAnswer(400, "wait must be a number of seconds from 0 to 3600\n"))
    }
    if request.query["drain"] == "1", allowsDraining { drain.begin(by: "http") }
    let answer: @Sendable () -> HTTPAnswer = { [drain] in
      HTTPAnswer(200, drain.status.json + "\n", contentType: "application/json")
    }
    guard let wait, !drain.hasEnded else { return .now(answer()) }
    let hasEnded: @Sendable () -> Bool = { [drain] in drain.hasEnded }
    return .later(HTTPWait(atMost: wait, isReady: hasEnded, answer: answer))
  }

  private var metrics: String { Metrics(drain.status, drain.snapshot).text }
}
