import FoundationEssentials
import KubernetesObjects
import ShutdownModel
import Time

/// The part of Kubernetes' JSON that lastcall reads, field for field.
///
/// Unknown fields are passed over. A missing or ill-typed field that the model needs makes the
/// object undecodable: it is counted and said, and never guessed.
enum Wire {
  struct ObjectMeta: Decodable {
    var uid: String
    var name: String
    var namespace: String?
    var generation: Int?
    var labels: [String: String]?
    var annotations: [String: String]?
    var creationTimestamp: Time?
    var deletionTimestamp: Time?
    var deletionGracePeriodSeconds: Int?
    var ownerReferences: [Owner]?
    var finalizers: [String]?
    var resourceVersion: String?

    /// The owner that controls the object.
    var controller: OwnerReference? {
      (ownerReferences ?? []).first { $0.controller == true }
        .map { OwnerReference(kind: $0.kind, name: $0.name, uid: $0.uid) }
    }
  }

  struct Owner: Decodable {
    var kind: String
    var name: String
    var uid: String
    var controller: Bool?
  }

  struct Condition: Decodable {
    var type: String
    var status: String
    var reason: String?
    var message: String?
    var lastUpdateTime: Time?

    var isTrue: Bool { status == "True" }
  }

  /// metav1.Time and metav1.MicroTime.
  struct Time: Decodable {
    var instant: Instant

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let instant = Instant(rfc3339: text) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "not an RFC 3339 time")
      }
      self.instant = instant
    }
  }

  /// An int-or-string field such as `maxSurge`.
  struct IntOrString: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = String(number)
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  struct LabelSelector: Decodable {
    struct Requirement: Decodable {
      var key: String
      var `operator`: String
      var values: [String]?
    }
    var matchLabels: [String: String]?
    var matchExpressions: [Requirement]?

    /// The selector as the `labelSelector` query parameter spells it.
    var query: String {
      let labels = (matchLabels ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let expressions = (matchExpressions ?? []).compactMap { requirement -> String? in
        let values = (requirement.values ?? []).joined(separator: ",")
        return switch requirement.operator {
        case "In": "\(requirement.key) in (\(values))"
        case "NotIn": "\(requirement.key) notin (\(values))"
        case "Exists": requirement.key
        case "DoesNotExist": "!\(requirement.key)"
        default: nil
        }
      }
      return (labels + expressions).joined(separator: ",")
    }
  }
}
