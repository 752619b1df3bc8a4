import HarmlessText
import KubernetesObjects
import ShutdownModel
import Time

extension Wire {
  /// An Event of core/v1, or of events.k8s.io/v1, which calls the same things by other names.
  struct Event: Decodable {
    struct Reference: Decodable {
      var kind: String?
      var name: String?
      var uid: String?
      var fieldPath: String?
    }
    struct Source: Decodable { var component: String? }
    struct Series: Decodable {
      var count: Int?
      var lastObservedTime: Time?
    }
    var metadata: ObjectMeta
    var involvedObject: Reference?
    var regarding: Reference?
    var type: String?
    var reason: String?
    var message: String?
    var note: String?
    var source: Source?
    var deprecatedSource: Source?
    var reportingComponent: String?
    var reportingController: String?
    var count: Int?
    var deprecatedCount: Int?
    var series: Series?
    var firstTimestamp: Time?
    var lastTimestamp: Time?
    var deprecatedLastTimestamp: Time?
    var eventTime: Time?
  }
}

extension Wire.Event {
  /// The model's view of the event; nil when it is about nothing that can be found again.
  var object: EventObject? {
    guard let about = involvedObject ?? regarding else { return nil }
    let kind = about.kind ?? "Pod"
    let (uid, name) = (about.uid ?? "", about.name ?? "")
    guard !uid.isEmpty || !name.isEmpty else { return nil }
    let source = [
      reportingComponent, reportingController, source?.component, deprecatedSource?.component,
    ]
    .compactMap(\.self).first { !$0.isEmpty }
    return EventObject(
      uid: metadata.uid, involvedUID: uid,
      involvedKind: kind.harmless(limit: 63),
      involvedName: kind == "Pod" && !uid.isEmpty ? "" : name.harmless(limit: 253),
      container: about.fieldPath.flatMap(Self.container(inFieldPath:)),
      isWarning: type == "Warning",
      reason: (reason ?? "").harmless(limit: 128),
      message: (message ?? note ?? "").harmless(limit: 1000),
      source: source?.harmless(limit: 128),
      count: count ?? series?.count ?? deprecatedCount ?? 1,
      time: newestTime)
  }

  /// The newest of its times.
  var newestTime: Instant? {
    [lastTimestamp, series?.lastObservedTime, deprecatedLastTimestamp, eventTime, firstTimestamp]
      .compactMap { $0?.instant }.max()
  }

  /// `web` of `spec.containers{web}`.
  private static func container(inFieldPath path: String) -> String? {
    guard path.hasSuffix("}"), let brace = path.firstIndex(of: "{") else { return nil }
    return String(path[path.index(after: brace)...].dropLast())
  }
}
