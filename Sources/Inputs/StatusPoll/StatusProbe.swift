public import PodStatus
internal import ShutdownModel

/// Asks a server for each path that some kind of status has, once, and lets each kind read the answer.
public struct StatusProbe: Sendable {
  /// What one kind makes of one path.
  public struct Reading: Equatable, Sendable {
    public var kind: StatusKind
    public var path: String
    /// Whether the server has the path at all.
    public var isFound: Bool
    /// The status, or why the answer is none of that kind.
    public var result: Result<ShutdownStatus, ShutdownStatus.Malformed>

    /// The status, if there is one.
    public var status: ShutdownStatus? { try? result.get() }
  }

  private let url: AttachURL
  private let client: HTTPClient
  private let mapping: StatusMapping
  private let isExact: Bool

  private static let timeout = Duration.seconds(3)

  /// Makes a probe.
  ///
  /// - Parameter isExact: only the URL's own path is asked, and every kind reads the answer.
  public init(_ url: AttachURL, isExact: Bool, mapping: StatusMapping, clock: LocalClock) {
    self.url = url
    self.isExact = isExact
    self.mapping = mapping
    client = HTTPClient(base: .tcp(host: url.host, port: url.port), clock: clock)
  }

  /// Asks one path after the other and hands on what each kind makes of it.
  ///
  /// - Throws: ``HTTPError`` when the server cannot be reached at all, or `CancellationError`.
  public func run() async throws -> [Reading] {
    let kinds = StatusKind.allCases
    var readings: [Reading] = []
    for path in paths {
      let answer = try await ask(path)
      for kind in kinds where isExact || kind.paths.contains(path) {
        let result = answer.flatMap { response in
          Result { () throws(ShutdownStatus.Malformed) in
            try kind.status(
              code: response.head.status, body: response.body, mapping: mapping)
          }
        }
        let isFound = (try? answer.get())?.head.status != 404
        readings.append(Reading(kind: kind, path: path, isFound: isFound, result: result))
      }
    }
    return readings
  }

  private var paths: [String] {
    if isExact { return [url.path] }
    var seen: Set<String> = []
    return StatusKind.allCases.flatMap(\.paths).filter { seen.insert($0).inserted }
  }

  /// One answer; what is wrong with this path alone is no end of the probe.
  private func ask(
    _ path: String
  ) async throws -> Result<HTTPResponse, ShutdownStatus.Malformed> {
    let limit = StatusKind.allCases.map(\.readLimit).max() ?? 0
    do {
      return .success(
        try await client.get(path, timeout: StatusProbe.timeout, bodyLimit: limit))
    } catch let error as HTTPError {
      switch error {
      case .refused, .unreachable: throw error
      case .timedOut, .closed, .malformed:
        return .failure(ShutdownStatus.Malformed("\(error)"))
      }
    }
  }
}

extension [StatusProbe.Reading] {
  /// The surest one: with a count before one without, then in the order of the kinds.
  public var best: StatusProbe.Reading? {
    let fitting = StatusKind.allCases.flatMap { kind in
      filter { $0.kind == kind && $0.status != nil }
    }
    return fitting.first { $0.status?.inFlight != nil } ?? fitting.first
  }
}
