import PodStatus

/// JSON that holds many lines: what a search answered, what a collector exported.
enum LogDocument {
  /// Whether a value holds records of its own.
  static func isOne(_ value: JSON) -> Bool { records(in: value) != [value.members] }

  /// The records in a value, each with the members of a line; the value itself where there are none.
  static func records(in value: JSON) -> [[String: JSON]] {
    guard case .object(let members) = value else { return [] }
    if let resources = members["resourceLogs"] { return otlp(resources.elements) }
    let hits = members["hits"]?["hits"].elements ?? []
    if !hits.isEmpty { return hits.map(\.members) }
    if let streams = members["data"]?["result"].elements, !streams.isEmpty { return loki(streams) }
    for name in ["events", "logEvents", "entries", "records", "logs", "data", "rows", "results"] {
      guard let elements = members[name]?.elements, !elements.isEmpty else { continue }
      if elements.allSatisfy(\.isObject) { return elements.map(\.members) }
      let rows = elements.map { insights($0.elements) }
      if rows.allSatisfy({ !$0.isEmpty }) { return rows }
    }
    return [members]
  }

  /// Records of OpenTelemetry with the names of their resource.
  ///
  /// Source: opentelemetry-proto, `logs.proto`.
  private static func otlp(_ resources: [JSON]) -> [[String: JSON]] {
    resources.flatMap { resource in
      let outer = attributes(resource["resource"]["attributes"].elements)
      return (resource["scopeLogs"].elements + resource["instrumentationLibraryLogs"].elements)
        .flatMap { $0["logRecords"].elements }
        .map { record in
          outer.merging(attributes(record["attributes"].elements)) { $1 }
            .merging(record.members) { $1 }
        }
    }
  }

  private static func attributes(_ list: [JSON]) -> [String: JSON] {
    list.reduce(into: [:]) { members, attribute in
      guard let key = attribute["key"].string, let text = attribute["value"]["stringValue"].string
      else { return }
      members[key] = .string(text)
    }
  }

  /// Streams of Loki: pairs of nanoseconds and a line, under labels.
  private static func loki(_ streams: [JSON]) -> [[String: JSON]] {
    streams.flatMap { stream in
      stream["values"].elements.map { value in
        let pair = value.elements
        return stream["stream"].members.merging(
          ["ts": pair.first ?? .null, "line": pair.dropFirst().first ?? .null]
        ) { $1 }
      }
    }
  }

  /// A row of CloudWatch Logs Insights: a list of fields with their values.
  private static func insights(_ fields: [JSON]) -> [String: JSON] {
    fields.reduce(into: [:]) { members, field in
      if let name = field["field"].string { members[name] = field["value"] }
    }
  }
}
