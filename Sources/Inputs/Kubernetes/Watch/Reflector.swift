internal import FoundationEssentials
internal import ShutdownModel
internal import Synchronization

/// Lists a collection once and then watches it, without loss and without duplicates.
///
/// It outlives connections: run again with another client, it goes on where it was.
final class Reflector: Sendable {
  private struct Position {
    /// The newest resourceVersion seen; nil when a list is needed.
    var resourceVersion: String?
    var isLost = false
    var isDegraded = false
    /// A watch has said something since the last wait.
    var hasHeard = false
  }

  let collection: WatchedCollection
  private let queue: EventQueue
  private let position = Mutex(Position())

  /// Items a list answer holds at most (`limit`).
  private static let chunk = 500
  /// A watch that says nothing for so long, not even a bookmark, is opened anew.
  private static let silence = Duration.seconds(90)
  /// A watch that ends sooner and has said nothing is waited for as if it had failed.
  private static let shortest = Duration.seconds(1)

  init(_ collection: WatchedCollection, queue: EventQueue) {
    self.collection = collection
    self.queue = queue
  }

  private enum Interruption: Error {
    /// The resourceVersion is too old: list again.
    case expired
    case refused(status: Int, message: String)
  }

  /// Lists and watches until the task is cancelled.
  func run(_ client: HTTPClient) async {
    var backoff = Backoff()
    while !Task.isCancelled {
      do {
        if position.withLock({ $0.resourceVersion == nil }) { try await list(client) }
        let begun = ContinuousClock.now
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
      } catch Interruption.refused(let status, let message) where [401, 403, 404].contains(status) {
        await refused(status, message)
        try? await Task.sleep(for: .seconds(60))
      } catch {
        await lost("\(error)")
        if takeHeard() { backoff.reset() }
        try? await Task.sleep(for: backoff.next())
      }
    }
  }

  private func list(_ client: HTTPClient) async throws {
    var uids: Set<String> = []
    var next: String?
    var version = ""
    repeat {
      var query = [("limit", String(Reflector.chunk))]
      if let next { query.append(("continue", next)) }
      let response = try await client.get(
        collection.path + collection.query(query), timeout: .seconds(30))
      try check(response.head.status, response.body)
      await send(response.head)
      let list: ResourceDecoder.List
      do {
        list = try ResourceDecoder.list(Data(response.body), of: collection.kind)
      } catch {
        throw HTTPError.malformed("the list of \(collection.kind.rawValue) cannot be read")
      }
      await connected()
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
    try await client.stream(path, idleTimeout: Reflector.silence) { head in
      status = head.status
      await send(head)
      if status == 200 { await connected() }
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
      event = try ResourceDecoder.watchEvent(Data(line.bytes), of: collection.kind)
    } catch {
      return await discard(error.decodingReason)
    }
    switch event {
    case .change(let observation, let version):
      if let observation { await queue.send(observation) }
      advance(to: version)
    case .bookmark(let version): advance(to: version)
    case .error(let code, let message):
      throw code == 410
        ? Interruption.expired : Interruption.refused(status: code, message: message)
    }
  }

  private func advance(to version: String) {
    guard !version.isEmpty else { return }
    position.withLock { position in
      position.resourceVersion = version
      position.hasHeard = true
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
    if status == 410 { throw Interruption.expired }
    let message = APIStatus(body)?.message ?? "HTTP status \(status)"
    guard [401, 403, 404].contains(status) else { throw HTTPError.unreachable(message) }
    throw Interruption.refused(status: status, message: message)
  }

  private func send(_ head: HTTPHead) async {
    if let reading = head.serverDate { await queue.send(.serverDate(reading)) }
  }

  private func connected() async {
    let wasLost = position.withLock { position in
      defer { position.isLost = false }
      return position.isLost
    }
    if wasLost { await say(.connected) }
  }

  private func lost(_ reason: String) async {
    let isNew = position.withLock { position in
      defer { position.isLost = true }
      return !position.isLost
    }
    if isNew { await say(.lost(reason)) }
  }

  /// A missing right is said once, with the rule that is missing.
  private func refused(_ status: Int, _ message: String) async {
    let isNew = position.withLock { position in
      defer { position.isDegraded = true }
      return !position.isDegraded
    }
    guard isNew else { return }
    let kind = collection.kind
    let why =
      status == 404 ? "the server has no \(kind.ruleName)" : "needs the right \(collection.rule)"
    await say(.degraded("\(kind.rawValue): \(why); \(kind.withoutIt)"))
  }

  private func discard(_ reason: String) async {
    await say(.discarded("an object of \(collection.kind.rawValue): \(reason)"))
  }

  private func say(_ change: InputObservation.Change) async {
    await queue.send(.input(InputObservation(.watch(collection.kind), change)))
  }
}
