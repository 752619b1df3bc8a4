import PodStatus

// Lists and watches.
extension APIRouter {
  private static let bookmarkSeconds = 10.0

  /// Answers a list or a watch of a resource; elsewhere there is nothing to see.
  func collection(_ request: APIRequest, _ resource: Resource, isHere: Bool) async -> APIAnswer {
    guard
      let selector = Selector(
        labels: request.query["labelSelector"] ?? "", fields: request.query["fieldSelector"] ?? "")
    else { return .failure(400, "BadRequest", "unable to parse the selector") }
    if request.isSet("watch") {
      return await watch(request, resource, selector, isHere: isHere)
    }
    let (all, version) = await cluster.list(resource, selector)
    let items = isHere ? all : []
    var list: JSON = [
      "kind": .string(resource.kind + "List"), "apiVersion": .string(resource.apiVersion),
      "items": .array(items.map(\.withoutKind)),
    ]
    if request.wantsTable, let table = Table.of(resource, items) { list = table }
    list["metadata"] = ["resourceVersion": .string(String(version))]
    return .json(list)
  }

  private func watch(
    _ request: APIRequest, _ resource: Resource, _ selector: Selector, isHere: Bool
  ) async -> APIAnswer {
    let seconds = request.query["timeoutSeconds"].flatMap(Double.init) ?? 3600
    guard seconds >= 0 else { return .failure(400, "BadRequest", "timeoutSeconds is negative") }
    let asked = request.query["resourceVersion"] ?? ""
    let since = Int(asked.isEmpty ? "0" : asked)
    guard let since else { return .failure(400, "BadRequest", "bad resourceVersion '\(asked)'") }
    let (cluster, wantsTable) = (cluster, request.wantsTable)
    let wantsInitial = since == 0 || request.isSet("sendInitialEvents")
    let wantsMarks = request.isSet("allowWatchBookmarks")
    let marksInitial = request.isSet("sendInitialEvents") && wantsMarks
    return .stream { write in
      guard
        let begun = await cluster.watch(
          resource, selector, after: wantsInitial ? nil : since)
      else {
        let message = "too old resource version: \(since)"
        let status = APIAnswer.status(410, "Expired", message)
        return try await write(line("ERROR", status))
      }
      let watch = begun.watch
      func tell(_ type: String, _ object: JSON) async throws {
        let seen = wantsTable ? Table.of(resource, [object]) ?? object : object
        if isHere { try await write(line(type, seen)) }
      }
      do {
        for object in begun.initial { try await tell("ADDED", object) }
        if marksInitial {
          try await write(line("BOOKMARK", mark(resource, begun.version, endsInitial: true)))
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          defer { tasks.cancelAll() }
          tasks.addTask {
            try await Task.sleep(for: .seconds(min(seconds, 86_400)))
            await cluster.endWatch(watch.id)
          }
          if wantsMarks {
            tasks.addTask {
              while true {
                try await Task.sleep(for: .seconds(Self.bookmarkSeconds))
                await cluster.bookmark(watch.id)
              }
            }
          }
          for await notice in watch.notices {
            switch notice {
            case .change(let change): try await tell(change.kind.rawValue, change.object)
            case .bookmark(let version):
              try await write(line("BOOKMARK", mark(resource, version)))
            }
          }
        }
      } catch {
        await cluster.endWatch(watch.id)
        throw error
      }
      await cluster.endWatch(watch.id)
    }
  }
}

extension Cluster {
  /// A list and the version it is true at.
  func list(_ resource: Resource, _ selector: Selector) -> (items: [JSON], version: Int) {
    (store.list(resource, selector), store.version)
  }

  /// Begins a watch after a version, or with everything there is; nil if it is too old.
  func watch(_ resource: Resource, _ selector: Selector, after since: Int?) -> (
    watch: ObjectStore.Watch, initial: [JSON], version: Int
  )? {
    let initial = since == nil ? store.list(resource, selector) : []
    let version = store.version
    return store.watch(resource, selector, after: since ?? version).map {
      ($0, initial, version)
    }
  }

  func bookmark(_ id: Int) {
    store.bookmark(id)
  }

  func endWatch(_ id: Int) {
    store.endWatch(id)
  }
}

private func line(_ type: String, _ object: JSON) -> String {
  JSON.object(["type": .string(type), "object": object]).text + "\n"
}

/// The empty object a bookmark carries.
private func mark(_ resource: Resource, _ version: Int, endsInitial: Bool = false) -> JSON {
  var metadata: JSON = ["resourceVersion": .string(String(version))]
  if endsInitial { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
  return [
    "kind": .string(resource.kind), "apiVersion": .string(resource.apiVersion),
    "metadata": metadata,
  ]
}

extension JSON {
  /// An item of a list does not say its kind.
  fileprivate var withoutKind: JSON {
    var item = self
    item.remove("kind")
    item.remove("apiVersion")
    return item
  }
}
