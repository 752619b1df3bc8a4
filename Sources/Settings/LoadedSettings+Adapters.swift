public import PodStatus

extension LoadedSettings {
  /// Where the kinds `prometheus` and `json` find their values, from the section `adapters`.
  ///
  /// - Throws: ``ConfigError`` for an unknown key, a text that is no gauge and no pointer, and a
  ///   number that is none, with its place.
  public func statusMapping() throws(ConfigError) -> StatusMapping {
    var mapping = StatusMapping()
    guard let section = sections[.adapters] else { return mapping }
    let kinds = try section.map(keys: [StatusKind.prometheus, .json].map(\.rawValue))
    if let entry = kinds[StatusKind.prometheus.rawValue] {
      let values = try entry.map(keys: ["gauge", "subtract"])
      mapping.gauge = try values["gauge"]?.value().gauge()
      mapping.subtract = try values["subtract"]?.value().integer(in: 0...1000) ?? 0
    }
    if let entry = kinds[StatusKind.json.rawValue] {
      let values = try entry.map(keys: ["in-flight", "phase", "draining"])
      guard let inFlight = values["in-flight"] else {
        throw entry.refused("has no in-flight; write a JSON pointer such as in-flight: /inFlight")
      }
      mapping.inFlight = try inFlight.value().pointer()
      if let phase = values["phase"], phase.content != .nothing {
        mapping.phase = try phase.value().pointer()
      }
      for value in try values["draining"]?.values() ?? [] { mapping.draining.append(value.text) }
    }
    return mapping
  }
}

extension ConfigValue {
  fileprivate func gauge() throws(ConfigError) -> MetricSelector? {
    if text == "auto" { return nil }
    do {
      return try MetricSelector(text)
    } catch {
      throw refused(because: error.reason)
    }
  }

  fileprivate func pointer() throws(ConfigError) -> JSONPointer {
    guard let pointer = JSONPointer(text) else {
      throw refused(use: "a JSON pointer such as /workers/0/busy")
    }
    return pointer
  }
}
