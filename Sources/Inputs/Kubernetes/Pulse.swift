import ShutdownModel

/// Reads the cluster's clock every few seconds, and so notices when nothing answers any more.
///
/// Interval and patience together are less than ten seconds: nobody looks at old numbers for longer
/// without being told. A slow API server may take several seconds for an answer.
struct Pulse: Sendable {
  let queue: EventQueue
  let clock: LocalClock

  private static let interval = Duration.seconds(3)
  private static let patience = Duration.seconds(6)

  /// Beats until the task is cancelled.
  func run(_ client: HTTPClient) async {
    var isLost = false
    while !Task.isCancelled {
      do {
        let response = try await client.get("/version", timeout: Pulse.patience)
        let head = response.head
        if let reading = head.serverDate { await queue.send(.serverDate(reading)) }
        // kubectl proxy itself answers 502 when the cluster does not.
        guard head.status < 500 else {
          throw HTTPError.unreachable(
            APIStatus.message(in: response.body, status: head.status))
        }
        if isLost { await queue.send(.input(InputObservation(.proxy, .connected))) }
        isLost = false
        try await Task.sleep(for: Pulse.interval)
      } catch is CancellationError {
        return
      } catch {
        if !isLost { await queue.send(.input(InputObservation(.proxy, .lost("\(error)")))) }
        isLost = true
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
