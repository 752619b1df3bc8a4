import ContainerCommands
import FoundationEssentials
import HarmlessText
import ShutdownModel
import Synchronization

/// Lists a collection once and then watches it, without loss and without duplicates.
///
/// It outlives connections: run again with another client, it goes on where it was.
final class Reflector: Sendable {
  private struct Position {
    /// The newest resourceVersion seen; nil when a list is needed.
    var resourceVersion: String?
    var phase = Phase.listing
    var isLost = false
    /// Lists can be read, but watches cannot be opened: a list is no sign that it works again.
    var needsWatch = false
    /// The line that says which right is missing.
    var degradation: String?
    /// A watch has said something since the last wait.
    var hasHeard = false
    /// Failures one after the other.
    var failures = 0
  }

  private enum Phase { case listing, opening, watching }

  let collection: WatchedCollection
  private let servers: ServerTable
  private let queue: EventQueue
  private let position = Mutex(Position())

  /// Items a list answer holds at most (`limit`).
  private static let chunk = 500
  /// A watch that says nothing for so long, not even a bookmark, is opened anew.
  private static let silence = Duration.seconds(90)
  /// A watch that ends sooner and has said nothing is waited for as if it had failed.
  private static let shortest = Duration.seconds(1)
  /// A right that is missing is asked for again after this.
  private static let refusal = Duration.seconds(20)
  /// New credentials, and lists in the place of a watch, wait no longer than this.
  private static let longestWait = Duration.seconds(8)
  /// An object is at most a few megabytes large.
  private static let longestLine = 64 << 20
  /// After so many failures there is a list again: the place in the stream may be what fails.
  private static let mostFailures = 3

  init(_ collection: WatchedCollection, servers: ServerTable, queue: EventQueue) {
    self.collection = collection
    self.servers = servers
    self.queue = queue
  }

  private enum Interruption: Error, CustomStringConvertible {
    /// The resourceVersion is too old: list again.
    case expired
    /// 401, 403, 404.
    case refused(status: Int, message: String)
    /// The server's own words for any other failure.
    case failed(status: Int, message: String)

    var description: String {
      switch self {
      case .expired: "the resource version is too old"
      case .refused(_, let message), .failed(_, let message): message
      }
    }

    /// The server's versions have begun anew, as after a backup was restored.
    var isAheadOfServer: Bool {
      guard case .failed(let status, let message) = self else { return false }
      return status == 504 || message.contains("Too large resource version")
    }
  }

  /// Lists and watches until the task is cancelled.
  func run(_ client: HTTPClient) async {
    var backoff = Backoff()
    while !Task.isCancelled {
      var begun = ContinuousClock.now
      do {
        if position.withLock({ $0.resourceVersion == nil }) { try await list(client) }
        begun = .now
        try await watch(client)
        if takeHeard() || ContinuousClock.now - begun > Reflector.shortest {
          backoff.reset()
        } else {
          try await Task.sleep(for: backoff.next())
        }
      } catch is CancellationError {
        return
      } catch Interruption.expired {
        position.withLock { $0.resourceVersion = nil }
        // Usual after a while; a server that calls its own list too old must not be hurried.
        if takeHeard() { backoff.reset() } else { try? await Task.sleep(for: backoff.next()) }
      } catch Interruption.refused(401, _) {
        await lost("\(KubernetesError.unauthorized)")
        try? await Task.sleep(for: backoff.next(atMost: Reflector.longestWait))
      } catch Interruption.refused(let status, _) {
        await refused(status)
        try? await Task.sleep(for: Reflector.refusal)
      } catch {
        let wasWatching = position.withLock { $0.phase == .watching }
        await failed(error)
        let lasted = wasWatching && ContinuousClock.now - begun > Reflector.shortest
        if takeHeard() || lasted { backoff.reset() }
        let isPolling = position.withLock { $0.needsWatch && $0.resourceVersion == nil }
        try? await Task.sleep(for: backoff.next(atMost: isPolling ? Reflector.longestWait : nil))
      }
    }
  }

  /// Tells the loss, and decides whether a list is needed.
  private func failed(_ error: any Error) async {
    let isAhead = (error as? Interruption)?.isAheadOfServer ?? false
    position.withLock { position in
      position.failures += 1
      position.needsWatch = position.phase == .opening
      // An open stream that breaks by what it says itself tells nothing of what came meanwhile.
      let isError = position.phase == .watching && (error is Interruption || error.isMalformed)
      if isAhead || isError || position.failures >= Reflector.mostFailures {
        position.resourceVersion = nil
      }
    }
    await lost("\(error)")
  }

  private func list(_ client: HTTPClient) async throws {
    var uids: Set<String> = []
    var next: String?
    var version = ""
    position.withLock { $0.phase = .listing }
    repeat {
      var query = [("limit", String(Reflector.chunk))]
      if let next { query.append(("continue", next)) }
      let response = try await client.get(
        collection.path + collection.query(query), timeout: .seconds(30))
      try check(response.head.status, response.body)
      await send(response.head)
      let list: ResourceDecoder.List
      do {
        list = try ResourceDecoder.list(Data(response.body), of: collection.kind, servers)
      } catch {
        throw HTTPError.malformed("cannot read the list of \(collection.kind.rawValue)")
      }
      if position.withLock({ !$0.needsWatch }) { await connected() }
      for reason in list.undecodable { await discard(reason) }
      for observation in list.observations { await queue.send(observation) }
      uids.formUnion(list.uids)
      version = list.resourceVersion
      next = list.continuation
    } while next != nil
    await queue.send(.listed(collection.kind, uids: uids))
    position.withLock { $0.resourceVersion = version }
  }

  private func watch(_ client: HTTPClient) async throws {
    let version = position.withLock { $0.resourceVersion } ?? "0"
    let path =
      collection.path
      + collection.query([
        ("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", version),
        ("timeoutSeconds", String(Int.random(in: 240...300))),
      ])
    var status = 0
    position.withLock { $0.phase = .opening }
    try await client.stream(
      path, idleTimeout: Reflector.silence, longestLine: Reflector.longestLine
    ) { head in
      status = head.status
      await send(head)
      guard status == 200 else { return }
      position.withLock { $0.phase = .watching }
      await connected()
    } receive: { line in
      guard status == 200 else {
        try check(status, line.bytes)
        return
      }
      try await receive(line)
    }
    try check(status, [])
  }

  private func receive(_ line: HTTPLine) async throws {
    guard !line.bytes.isEmpty else { return }
    guard !line.isCut else { return await discard("a line that is too long") }
    let event: ResourceDecoder.WatchEvent
    do {
      event = try ResourceDecoder.watchEvent(Data(line.bytes), of: collection.kind, servers)
    } catch {
      return await discard(error.decodingReason)
    }
    switch event {
    case .change(let observation, let version):
      if let observation { await queue.send(observation) }
      advance(to: version)
    case .bookmark(let version): advance(to: version)
    case .error(let code, let message):
      throw interruption(code, message.harmless(limit: 500))
    }
  }

  private func advance(to version: String) {
    guard !version.isEmpty else { return }
    position.withLock { position in
      position.resourceVersion = version
      position.hasHeard = true
      position.failures = 0
    }
  }

  private func takeHeard() -> Bool {
    position.withLock { position in
      defer { position.hasHeard = false }
      return position.hasHeard
    }
  }

  private func check(_ status: Int, _ body: [UInt8]) throws {
    guard status != 200 else { return }
    throw interruption(status, APIStatus.message(in: body, status: status))
  }

  private func interruption(_ status: Int, _ message: String) -> Interruption {
    switch status {
    case 410: .expired
    case 401, 403, 404: .refused(status: status, message: message)
    default: .failed(status: status, message: message)
    }
  }

  private func send(_ head: HTTPHead) async {
    if let reading = head.serverDate { await queue.send(.serverDate(reading)) }
  }

  private func connected() async {
    let (wasLost, degradation) = position.withLock { position in
      defer {
        position.isLost = false
        position.needsWatch = false
        position.degradation = nil
      }
      return (position.isLost, position.degradation)
    }
    if let degradation { await say(.restored(degradation)) }
    if wasLost { await say(.connected) }
  }

  private func lost(_ reason: String) async {
    let isNew = position.withLock { position in
      defer { position.isLost = true }
      return !position.isLost
    }
    if isNew { await say(.lost(reason)) }
  }

  /// A missing right is said once, with the rule that is missing, until it is granted.
  private func refused(_ status: Int) async {
    let kind = collection.kind
    let why =
      status == 404
      ? "the server has no \(kind.ruleName)" : "needs permission for \(collection.rule)"
    let line = "\(kind.rawValue): \(why); \(kind.withoutIt)"
    let isNew = position.withLock { position in
      defer { position.degradation = line }
      return position.degradation == nil
    }
    if isNew { await say(.degraded(line)) }
  }

  private func discard(_ reason: String) async {
    await say(
      .discarded("an object of \(collection.kind.rawValue): \(reason.harmless(limit: 300))"))
  }

  private func say(_ change: InputObservation.Change) async {
    await queue.send(.input(InputObservation(.watch(collection.kind), change)))
  }
}

extension Error {
  fileprivate var isMalformed: Bool {
    if case .malformed? = self as? HTTPError { true } else { false }
  }
}
