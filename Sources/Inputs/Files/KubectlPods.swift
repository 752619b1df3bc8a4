internal import FoundationEssentials
internal import PodStatus
public import ShutdownModel

/// What `kubectl get pods -o json` printed, with `-w` and `--output-watch-events` or without, as events.
///
/// kubectl prints no times: a version of an object came no earlier than its newest time stamp, half a
/// second later in the mean, for the stamps are whole seconds.
public final class KubectlPods: EventSource {
  private let bytes: FileBytes
  private var values = JSONValues()
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var last = Instant(nanoseconds: 0)
  private var isOver = false
  /// How many objects could not be read.
  public private(set) var discardedCount = 0

  /// Reads an open file.
  public init(_ bytes: FileBytes) {
    self.bytes = bytes
  }

  /// Whether a file that begins so was printed by kubectl.
  public static func recognises(_ beginning: [UInt8]) -> Bool {
    let text = String(decoding: beginning.prefix(4096), as: UTF8.self)
    let plain = text.filter { !$0.isWhitespace }
    let isWatch = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK"].contains {
      plain.hasPrefix("{\"type\":\"\($0)\",\"object\":{")
    }
    return isWatch
      || plain.hasPrefix("{\"apiVersion\":\"v1\",") && plain.contains("\"items\":[")
      || plain.hasPrefix("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"")
      || plain.hasPrefix("{\"kind\":\"PodList\"") || plain.hasPrefix("{\"kind\":\"List\"")
  }

  public func next() throws(FileError) -> [Event]? {
    guard !isOver else { return nil }
    let count = try bytes.read(into: &buffer, from: 0)
    guard count > 0 else {
      isOver = true
      var events: [Event] = []
      for _ in 0..<values.tooLongCount { events.append(discarded("an object that is too long")) }
      return events + (values.isCut ? [discarded("the last object, which is cut off")] : [])
    }
    let objects = buffer.withUnsafeBytes {
      values.split(UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    return objects.flatMap(events)
  }

  private func events(of object: [UInt8]) -> [Event] {
    guard let json = try? JSON(parsing: object) else {
      return [discarded("an object that is not JSON")]
    }
    let data = Data(object)
    do {
      if json["object"].isObject {
        guard case .change(let seen?, _) = try ResourceDecoder.watchEvent(data, of: .pods) else {
          return []
        }
        return [event(seen, json["object"])]
      }
      if case .array(let items) = json["items"] {
        let list = try ResourceDecoder.list(data, of: .pods)
        // Those that cannot be read are left out, so that the others' places are not known.
        let isWhole = list.observations.count == items.count
        return list.observations.enumerated().map { index, seen in
          event(seen, isWhole ? items[index] : .null)
        } + list.undecodable.map(discarded)
      }
      return [event(try ResourceDecoder.object(data, of: .pods), json)]
    } catch {
      return [discarded("an object: \(error.decodingReason)")]
    }
  }

  private func event(_ observation: Observation, _ json: JSON) -> Event {
    if let newest = json.newestStamp { last = max(last, newest + .milliseconds(500)) }
    return Event(time: last, observation)
  }

  private func discarded(_ reason: String) -> Event {
    discardedCount += 1
    return Event(time: last, .input(InputObservation(.watch(.pods), .discarded(reason))))
  }
}

extension JSON {
  /// The newest time a pod's version speaks of as past.
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
