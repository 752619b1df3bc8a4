import CLibrary
import Processes

/// Serves the shutdown status on a listener and a thread of its own, until it is closed or the process ends.
///
/// `GET PATH` answers at once; `?wait=SECONDS` when the drain is over or the seconds have passed. `GET /metrics` is for
/// Prometheus. No read of it counts as a task, and none begins the drain.
///
/// `?drain=1` begins the drain, for a preStop hook, only where the server was told who may: whoever sends the header
/// `Lastcall-Drain` with its value (`preStop.httpGet.httpHeaders`), which no browser, crawler or forged link can,
/// or a POST from this machine. Anybody else gets 403.
public final class StatusServer: Sendable {
  /// The path of the contract.
  public static let defaultPath = "/shutdown-status"
  /// The longest `?wait=`.
  public static let maximumWait = Duration.seconds(3600)
  /// The environment variable that tells with which value of the header `Lastcall-Drain` a GET may begin the drain.
  public static let drainHeaderVariable = "LASTCALL_DRAIN_HEADER"

  private let drain: DrainController
  private let path: String
  private let drainHeader: String?
  private let drainsOnLocalPost: Bool
  private let listener: HTTPListener

  /// Listens and answers at once.
  ///
  /// - Parameters:
  ///   - drain: whose status it tells.
  ///   - address: IPv4 or IPv6; nil is every address of the machine.
  ///   - port: 0 takes any free one.
  ///   - path: of the status; it begins with `/`.
  ///   - drainHeader: with this value of the header `Lastcall-Drain` a GET of `?drain=1` begins the drain; nil takes
  ///     ``drainHeaderVariable``, and without it none does.
  ///   - drainsOnLocalPost: whether a POST to `?drain=1` that comes from a loopback address, and not from a browser,
  ///     begins the drain. A proxy on this machine makes everybody come from there.
  /// - Throws: when it cannot listen there.
  public init(
    drain: DrainController, address: String? = nil, port: UInt16,
    path: String = StatusServer.defaultPath, drainHeader: String? = nil,
    drainsOnLocalPost: Bool = false
  ) throws(SystemFailure) {
    precondition(path.hasPrefix("/"), "the path of a status begins with /, but is \(path)")
    self.drain = drain
    self.path = path
    let value = drainHeader ?? getenv(Self.drainHeaderVariable).map { String(cString: $0) }
    self.drainHeader = value.flatMap { $0.isEmpty ? nil : $0 }
    self.drainsOnLocalPost = drainsOnLocalPost
    do {
      listener = try HTTPListener(address: address, port: port)
      try listener.start { [self] in reply(to: $0) }
    } catch {
      throw SystemFailure(error)
    }
  }

  /// The port it listens on.
  public var port: UInt16 { listener.port }

  /// Lets those who waited for the end of the drain hear of it, at most for half a second, and closes the port.
  public func close() {
    listener.finish(within: 0.5)
  }

  private func reply(to request: HTTPRequest) -> HTTPReply {
    if request.path == "/metrics", request.method != .post {
      return .now(
        HTTPAnswer(200, Metrics(drain.status).text, contentType: "text/plain; version=0.0.4"))
    }
    guard request.path == path else {
      return .now(HTTPAnswer(404, "only \(path) and /metrics are here\n"))
    }
    let wait = request.number("wait", in: 0...Self.maximumWait.inSeconds)
    if request.query["wait"] != nil, wait == nil {
      return .now(HTTPAnswer(400, "wait must be a number of seconds from 0 to 3600\n"))
    }
    if request.query["drain"] == "1" {
      guard mayBeginDrain(request) else {
        return .now(HTTPAnswer(403, "only who was told may begin the drain: Lastcall-Drain\n"))
      }
      drain.begin(by: "http")
    } else if request.method == .post {
      return .now(HTTPAnswer(405, "only a GET is served here\n"))
    }
    let answer: @Sendable () -> HTTPAnswer = { [drain] in
      HTTPAnswer(200, drain.status.json + "\n", contentType: "application/json")
    }
    guard let wait, !drain.hasEnded else { return .now(answer()) }
    let hasEnded: @Sendable () -> Bool = { [drain] in drain.hasEnded }
    // Who may begin the drain waits for its end; nobody takes its place.
    let isPrivileged = request.query["drain"] == "1"
    return .later(
      HTTPWait(atMost: wait, isReady: hasEnded, isPrivileged: isPrivileged, answer: answer))
  }

  private func mayBeginDrain(_ request: HTTPRequest) -> Bool {
    switch request.method {
    case .head: false
    case .get: drainHeader != nil && request.fields["lastcall-drain"] == drainHeader
    // A page that somebody on this machine looks at may send one, too, but not without its origin.
    case .post: drainsOnLocalPost && request.isLocal && request.fields["origin"] == nil
    }
  }
}
