internal import LogText
public import PodStatus
internal import ShutdownModel
internal import Time

/// Asks one process for its shutdown status, twice a second, without access to a cluster.
///
/// A port-forward that is lost and comes back is nothing special: refused, and then an answer.
public struct AttachPoller: Sendable {
  private let url: AttachURL
  private let kind: StatusKind
  private let mapping: StatusMapping
  private let client: HTTPClient
  private let queue: EventQueue
  private let clock: LocalClock

  private static let interval = TimeSpan.milliseconds(500)
  private static let timeout = Duration.seconds(2)

  /// Makes a poller; nobody is asked yet.
  public init(
    _ url: AttachURL, kind: StatusKind, mapping: StatusMapping, queue: EventQueue,
    clock: LocalClock
  ) {
    self.url = url
    self.kind = kind
    self.mapping = mapping
    client = HTTPClient(base: .tcp(host: url.host, port: url.port), clock: clock)
    self.queue = queue
    self.clock = clock
  }

  /// Polls until the task is cancelled.
  public func run() async {
    let endpoint = [kind.prefix, url.text].compactMap(\.self).joined(separator: " ")
    while !Task.isCancelled {
      let began = clock.now
      guard let answer = await ask() else { return }
      await queue.send(
        .status(
          StatusObservation(
            pod: .uid(url.text), endpoint: endpoint, answer: answer, latency: clock.now - began)))
      try? await Task.sleep(for: clock.wait(until: began + AttachPoller.interval))
    }
  }

  /// What came of one request; nil when the task was cancelled.
  private func ask() async -> StatusObservation.Answer? {
    do {
      let response = try await client.get(
        url.path, timeout: AttachPoller.timeout, bodyLimit: kind.readLimit)
      return StatusObservation.Answer(direct: response, kind: kind, mapping: mapping)
    } catch let error as HTTPError {
      return StatusObservation.Answer(direct: error)
    } catch {
      return nil
    }
  }
}
