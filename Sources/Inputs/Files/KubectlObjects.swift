package import ContainerCommands
internal import FoundationEssentials
internal import HarmlessText
internal import KubernetesObjects
internal import PodStatus
public import ShutdownModel
internal import Time

/// What `kubectl get -o json` or `-o yaml` printed of pods, events and workloads, as events: single objects,
/// lists of any kinds, and watches with `-w` and `--output-watch-events` or without.
///
/// kubectl prints no times: a version of an object came no earlier than its newest time stamp, half a
/// second later in the mean, for the stamps are whole seconds.
public final class KubectlObjects: EventSource {
  private let bytes: FileBytes
  private let isYAML: Bool
  private let servers: ServerTable
  private var values = JSONValues()
  private var documents = YAMLDocuments()
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var last = Instant(nanoseconds: 0)
  private var isOver = false
  /// The pods that were seen, by their UIDs.
  private var seen: Set<String> = []
  /// How many objects could not be read.
  public private(set) var discardedCount = 0
  /// How many versions of pods there were.
  public private(set) var podCount = 0
  /// How many events there were.
  public private(set) var eventCount = 0
  /// The kind of the first object that is only wished for: a manifest, of which nothing was seen yet.
  public private(set) var manifestKind: String?
  /// The first kind that lastcall has no use for.
  public private(set) var otherKind: String?

  /// Reads an open file.
  ///
  /// - Parameter servers: whose images are kept of a pod, and whose limits.
  package init(_ bytes: FileBytes, servers: ServerTable) {
    self.bytes = bytes
    self.servers = servers
    isYAML = ObjectForm(bytes.beginning) == .yaml
  }

  /// Whether a file that begins so was printed by kubectl.
  public static func recognises(_ beginning: [UInt8]) -> Bool { ObjectForm(beginning) != nil }

  public func next() throws(FileError) -> [Event]? {
    guard !isOver else { return nil }
    let count = try bytes.read(into: &buffer, from: 0)
    guard count > 0 else {
      isOver = true
      return end()
    }
    return buffer.withUnsafeBytes { buffer in
      let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      if isYAML { return documents.split(piece).flatMap(eventsOfDocument) }
      return values.split(piece).flatMap { object in
        (try? JSON(parsing: object)).map(events) ?? [discarded("an object that is not JSON")]
      }
    }
  }

  private func end() -> [Event] {
    var events = documents.finish().flatMap(eventsOfDocument)
    for _ in 0..<(values.tooLongCount + documents.tooLongCount) {
      events.append(discarded("an object that is too long"))
    }
    if values.isCut { events.append(discarded("the last object, which is cut off")) }
    // What the pods did after the last word of them, nobody saw.
    if !seen.isEmpty { events.append(Event(time: last, .listed(.pods, uids: seen))) }
    return events
  }

  private func eventsOfDocument(_ text: String) -> [Event] {
    switch YAMLDocuments.value(text) {
    case .success(let json): json == .null ? [] : events(json)
    case .failure(let error): [discarded("a document: \(error.description)")]
    }
  }

  private func events(_ json: JSON) -> [Event] {
    if json["object"].isObject, let type = json["type"].string {
      guard ["ADDED", "MODIFIED", "DELETED"].contains(type) else { return [] }
      return events(of: json["object"], kind: nil, isDeleted: type == "DELETED", isListed: false)
    }
    guard case .array(let items) = json["items"] else {
      return events(of: json, kind: nil, isDeleted: false, isListed: false)
    }
    let kind = json["kind"].string.flatMap { kind in
      kind.hasSuffix("List") && kind != "List" ? String(kind.dropLast(4)) : nil
    }
    let all = items.flatMap { self.events(of: $0, kind: kind, isDeleted: false, isListed: true) }
    return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  /// - Parameter isListed: it stands in a list, so that its neighbours' times say nothing of it.
  private func events(
    of object: JSON, kind: String?, isDeleted: Bool, isListed: Bool
  ) -> [Event] {
    guard object.isObject else { return [discarded("something that is not an object")] }
    let kind = object["kind"].string ?? kind ?? object.guessedKind
    if object.isManifest {
      manifestKind = manifestKind ?? kind.harmless(limit: 60)
      return []
    }
    do {
      guard
        let observation = try ResourceDecoder.object(
          Data(object.named.text.utf8), ofKind: kind, apiVersion: object["apiVersion"].string ?? "",
          isDeleted: isDeleted, servers)
      else {
        otherKind = otherKind ?? kind.harmless(limit: 60)
        return []
      }
      return place(observation, object, isListed: isListed)
    } catch {
      return [discarded("an object: \(error.decodingReason)")]
    }
  }

  private func place(_ observation: Observation, _ json: JSON, isListed: Bool) -> [Event] {
    let stamp: Instant?
    switch observation {
    case .event(let event):
      eventCount += 1
      stamp = event.time ?? json.newestStamp
    case .revision(let revision): stamp = revision.createdAt
    default: stamp = json.newestStamp.map { $0 + .milliseconds(500) }
    }
    var time = stamp ?? last
    if !isListed { time = max(last, time) }
    last = max(last, time)
    guard let pod = observation.podObject else { return [Event(time: time, observation)] }
    podCount += 1
    let isNew = seen.insert(pod.uid).inserted
    var events = isNew ? pod.earlierVersions(before: time) : []
    events.append(Event(time: time, observation))
    // Of a list, this one look is all there is.
    if isListed { events.append(Event(time: time, .listed(.pods, uids: [pod.uid]))) }
    return events
  }

  private func discarded(_ reason: String) -> Event {
    discardedCount += 1
    return Event(
      time: last,
      .input(InputObservation(.watch(.pods), .discarded(reason.harmless(limit: 200)))))
  }
}

extension Observation {
  fileprivate var podObject: PodObject? {
    switch self {
    case .pod(let pod), .podDeleted(let pod): pod
    default: nil
    }
  }
}

extension JSON {
  /// With a UID, in whose place the name has to stand where somebody has cut it out.
  fileprivate var named: JSON {
    var metadata = self["metadata"]
    guard metadata.isObject, metadata["uid"].string?.isEmpty != false,
      let name = metadata["name"].string
    else { return self }
    metadata["uid"] = .string("\(metadata["namespace"].string ?? "default")/\(name)")
    var object = self
    object["metadata"] = metadata
    return object
  }

  /// A cluster gives every object a UID and reports a status of what has a spec.
  fileprivate var isManifest: Bool {
    self["spec"].isObject && !self["status"].isObject
      && self["metadata"]["uid"].string == nil
  }

  /// Of an object that does not name its kind, as those of raw lists and of exporters do not.
  fileprivate var guessedKind: String {
    if self["involvedObject"].isObject { return "Event" }
    return self["spec"]["containers"] == .null ? "" : "Pod"
  }

  /// The newest time a version of an object speaks of as past.
  fileprivate var newestStamp: Instant? {
    var newest: Instant?
    func consider(_ instant: Instant?) {
      if let instant { newest = max(newest ?? instant, instant) }
    }
    let metadata = self["metadata"]
    consider(metadata["creationTimestamp"].string.flatMap { Instant(rfc3339: $0) })
    if let deletion = metadata["deletionTimestamp"].string.flatMap({ Instant(rfc3339: $0) }) {
      let grace = metadata["deletionGracePeriodSeconds"].int ?? 0
      consider(deletion - .seconds(Double(max(0, min(grace, 1 << 31)))))
    }
    if case .array(let fields) = metadata["managedFields"] {
      for field in fields { consider(field["time"].string.flatMap { Instant(rfc3339: $0) }) }
    }
    self["status"].visitStrings { consider(Instant(rfc3339: $0)) }
    return newest
  }

  private func visitStrings(_ visit: (String) -> Void) {
    switch self {
    case .string(let text): if text.utf8.count <= 40 { visit(text) }
    case .array(let elements): for element in elements { element.visitStrings(visit) }
    case .object(let members): for member in members.values { member.visitStrings(visit) }
    default: break
    }
  }
}
