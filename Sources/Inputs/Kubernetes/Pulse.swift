internal import ShutdownModel

/// Reads the cluster's clock every ten seconds, and so notices when nothing answers any more.
struct Pulse: Sendable {
  let queue: EventQueue
  let clock: LocalClock

  private static let interval = Duration.seconds(10)
  private static let patience = Duration.seconds(4)

  /// Beats until the task is cancelled.
  func run(_ client: HTTPClient) async {
    var isLost = false
    while !Task.isCancelled {
      do {
        let head = try await client.get("/version", timeout: Pulse.patience).head
        if let reading = head.serverDate { await queue.send(.serverDate(reading)) }
        // kubectl proxy itself answers 502 when the cluster does not.
        guard head.status < 500 else { throw HTTPError.unreachable("HTTP status \(head.status)") }
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
