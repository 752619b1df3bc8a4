import LogText
import ShutdownModel
import Synchronization

/// One container's log, followed through the API over one connection after the other.
final class ContainerLog: Sendable {
  let target: LogPlan.Target
  private let slot: ClientSlot
  private let queue: EventQueue
  private let reading: LogReading
  private let position = Mutex(LogPosition())
  /// What the kubelet said in the log's place when it was opened last.
  private let notice = Mutex<String?>(nil)

  init(
    _ target: LogPlan.Target, slot: ClientSlot, queue: EventQueue, reading: LogReading
  ) {
    self.target = target
    self.slot = slot
    self.queue = queue
    self.reading = reading
  }

  private enum Ending {
    /// The server ended the stream: the container has ended, or its log was rotated.
    case ended
    /// There is no such pod any more, or its name belongs to another.
    case gone
    case forbidden
    /// Not now: the container waits, or the connection broke.
    case interrupted
  }

  /// Follows until the pod is gone or the task is cancelled; false when the right is missing.
  func follow() async -> Bool {
    var backoff = Backoff()
    var isOpen = false
    while !Task.isCancelled {
      let newest = position.withLock { $0 }
      let ending = await followOnce(&isOpen)
      if position.withLock({ $0 != newest }) { backoff.reset() }
      if ending != .interrupted, isOpen {
        isOpen = false
        await queue.send(.logEnded(pod: .uid(target.uid), container: target.container))
      }
      switch ending {
      case .gone: return true
      case .forbidden: return false
      case .ended, .interrupted: try? await Task.sleep(for: backoff.next())
      }
    }
    if isOpen { await queue.send(.logEnded(pod: .uid(target.uid), container: target.container)) }
    return true
  }

  private func followOnce(_ isOpen: inout Bool) async -> Ending {
    guard let client = slot.client else { return .interrupted }
    let query = position.withLock { position in
      position.reopen()
      return position.query
    }
    let path =
      "/api/v1/namespaces/\(target.namespace.percentEncoded)/pods/\(target.pod.percentEncoded)/log"
      + "?container=\(target.container.percentEncoded)&follow=true&timestamps=true" + query
    var status = 0
    var owner = LogOwner.unknown
    var wasOpen = isOpen
    do {
      try await client.stream(path, lineLimit: LogReading.lineLimit) { head in
        status = head.status
        guard status == 200 else { return }
        // Opened by the name: whose it is can be asked only now.
        owner = await LogOwner.asked(of: target, client)
        if owner != .target { throw HTTPError.closed }
        guard !wasOpen else { return }
        wasOpen = true
        await queue.send(.logBegan(pod: .uid(target.uid), container: target.container))
      } receive: { line in
        if status == 200 { await receive(line) }
      }
    } catch {
      isOpen = wasOpen
      return owner == .another ? .gone : .interrupted
    }
    isOpen = wasOpen
    switch status {
    case 200: return .ended
    case 404: return .gone
    case 403: return .forbidden
    default: return .interrupted
    }
  }

  private func receive(_ bytes: HTTPLine) async {
    var line = reading.line(bytes, pod: .uid(target.uid), container: target.container)
    if !LogReading.hasStamp(bytes) { line.becomeNotice() }
    if line.isNotice, isRepeated(line.text) { return }
    guard position.withLock({ $0.isNew(line.time) }) else { return }
    if line.sign == nil {
      queue.offer(line, source: "\(target.pod)/\(target.container)")
    } else {
      // A verdict may hang on it: it waits rather than be dropped.
      await queue.send(.log(line))
    }
  }
  /// What stands in a log's place comes again each time it is opened.
  private func isRepeated(_ text: String) -> Bool {
    notice.withLock { said in
      defer { said = text }
      return said == text
    }
  }
}
