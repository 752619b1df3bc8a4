/// New work is refused: the drain has begun and its delay is over.
///
/// A server answers it with 503 (HTTP) or `UNAVAILABLE` (gRPC), so that the client asks another pod.
public struct WorkRefused: Error, Equatable, Sendable, CustomStringConvertible {
  /// Makes a refusal, for a server of one's own or a test.
  public init() {}

  public var description: String { "the process is shutting down and takes no new work" }
}
