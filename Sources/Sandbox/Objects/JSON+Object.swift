import PodStatus

extension JSON {
  /// `metadata.name`.
  var name: String { self["metadata"]["name"].string ?? "" }

  /// `metadata.uid`.
  var uid: String { self["metadata"]["uid"].string ?? "" }

  /// Whether its deletion was asked.
  var isTerminating: Bool { self["metadata"]["deletionTimestamp"] != .null }

  /// Whether nothing of a pod runs any more.
  var isOver: Bool { ["Succeeded", "Failed"].contains(self["status"]["phase"].string) }

  /// `status` of a condition.
  func condition(_ type: String) -> JSON? {
    self["status"]["conditions"].elements.first { $0["type"].string == type }
  }

  /// Whether a condition is True.
  func has(_ type: String) -> Bool { condition(type)?["status"].string == "True" }

  /// Sets a condition as its owner would: a changed status has a new transition time.
  mutating func set(
    _ type: String, _ isTrue: Bool, at now: Timestamp, reason: String? = nil,
    message: String? = nil, extra: [String: JSON] = [:]
  ) {
    var conditions = self["status"]["conditions"].elements
    let index = conditions.firstIndex { $0["type"].string == type }
    let old = index.map { conditions[$0] } ?? .null
    let status: JSON = isTrue ? "True" : "False"
    var members = extra
    members["type"] = .string(type)
    members["status"] = status
    members["lastTransitionTime"] =
      old["status"] == status ? old["lastTransitionTime"] : .string(now.rfc3339)
    members["reason"] = reason.map(JSON.string)
    members["message"] = message.map(JSON.string)
    if let index {
      conditions[index] = .object(members)
    } else {
      conditions.append(.object(members))
    }
    self["status"]["conditions"] = .array(conditions)
  }
}
