import PodStatus

/// The objects, their versions, and everyone who watches them: what etcd is to a cluster.
struct ObjectStore {
  /// One change as a watcher sees it.
  struct Change: Sendable {
    enum Kind: String, Sendable {
      case added = "ADDED"
      case modified = "MODIFIED"
      case deleted = "DELETED"
    }

    var kind: Kind
    var resource: Resource
    var object: JSON
    /// The version before, if there was one.
    var previous: JSON?
    var version: Int

    /// This change for one who sees only what the selector matches; nil if it is none to them.
    func seen(through selector: Selector) -> Change? {
      let matches = kind != .deleted && selector.matches(object)
      let matched = previous.map(selector.matches) ?? (kind == .deleted && selector.matches(object))
      var change = self
      switch (matched, matches) {
      case (false, false): return nil
      case (false, true): change.kind = .added
      case (true, true): change.kind = .modified
      case (true, false): change.kind = .deleted
      }
      return change
    }
  }

  /// What a watcher is told.
  enum Notice: Sendable {
    case change(Change)
    /// Everything up to this version has been told.
    case bookmark(version: Int)
  }

  /// A watch on one resource; when the stream ends early its reader was too slow.
  struct Watch {
    var id: Int
    var notices: AsyncStream<Notice>
  }

  private struct Watcher {
    var resource: Resource
    var selector: Selector
    var continuation: AsyncStream<Notice>.Continuation
  }

  /// The version of the newest change.
  private(set) var version = 1000
  private let historyLimit: Int
  private var history: [Change] = []
  private var objects: [Resource: [String: JSON]] = [:]
  private var watchers: [Int: Watcher] = [:]
  private var lastWatcher = 0

  /// Makes an empty store that remembers so many changes for those who resume a watch.
  init(historyLimit: Int = 2000) {
    self.historyLimit = historyLimit
  }

  /// The object of that name.
  subscript(resource: Resource, name: String) -> JSON? { objects[resource]?[name] }

  /// All objects that match, by name.
  func list(_ resource: Resource, _ selector: Selector = Selector()) -> [JSON] {
    (objects[resource] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter(selector.matches)
  }

  /// Stores a new object or a new version of one; an equal one is no change.
  mutating func put(_ resource: Resource, _ object: JSON) {
    guard let name = object["metadata"]["name"].string else { return }
    var object = object
    let previous = objects[resource]?[name]
    if let previous {
      object["metadata"]["resourceVersion"] = previous["metadata"]["resourceVersion"]
      if object == previous { return }
    }
    object["kind"] = .string(resource.kind)
    object["apiVersion"] = .string(resource.apiVersion)
    publish(previous == nil ? .added : .modified, resource, object, previous)
  }

  /// Removes an object.
  mutating func remove(_ resource: Resource, _ name: String) {
    guard let object = objects[resource]?[name] else { return }
    publish(.deleted, resource, object, object)
  }

  private mutating func publish(
    _ kind: Change.Kind, _ resource: Resource, _ object: JSON, _ previous: JSON?
  ) {
    version += 1
    var object = object
    object["metadata"]["resourceVersion"] = .string(String(version))
    if let name = object["metadata"]["name"].string {
      objects[resource, default: [:]][name] = kind == .deleted ? nil : object
    }
    let change = Change(
      kind: kind, resource: resource, object: object, previous: previous, version: version)
    history.append(change)
    if history.count > historyLimit { history.removeFirst(historyLimit / 4) }
    for (id, watcher) in watchers where watcher.resource == resource {
      guard let seen = change.seen(through: watcher.selector) else { continue }
      if case .dropped = watcher.continuation.yield(.change(seen)) { endWatch(id) }
    }
  }

  /// Follows a resource from the change after that version; nil if that is no longer known.
  mutating func watch(_ resource: Resource, _ selector: Selector, after since: Int) -> Watch? {
    guard since >= (history.first?.version ?? version + 1) - 1 else { return nil }
    let (notices, continuation) = AsyncStream<Notice>.makeStream(
      bufferingPolicy: .bufferingOldest(historyLimit))
    for change in history where change.version > since && change.resource == resource {
      if let seen = change.seen(through: selector) { continuation.yield(.change(seen)) }
    }
    lastWatcher += 1
    watchers[lastWatcher] = Watcher(
      resource: resource, selector: selector, continuation: continuation)
    return Watch(id: lastWatcher, notices: notices)
  }

  /// Tells a watcher how far it has come.
  func bookmark(_ id: Int) {
    watchers[id]?.continuation.yield(.bookmark(version: version))
  }

  /// Ends a watch.
  mutating func endWatch(_ id: Int) {
    watchers.removeValue(forKey: id)?.continuation.finish()
  }
}
