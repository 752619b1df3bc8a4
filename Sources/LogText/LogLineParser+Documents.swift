package import PodStatus

/// Values that hold lines.
extension LogLineParser {
  /// The lines in a JSON value that may hold many.
  public mutating func entries(
    inDocument bytes: some Collection<UInt8>, pod: PodReference, container: String? = nil
  ) -> [PlacedLine] {
    let bytes = Array(bytes)
    let json = bytes.withUnsafeBufferPointer { RubyHash.json($0) } ?? bytes
    guard let value = try? JSON(parsing: json) else { return [] }
    return entries(in: value, pod: pod, container: container)
  }

  /// The lines in a value that may hold many.
  package mutating func entries(
    in value: JSON, pod: PodReference, container: String? = nil
  ) -> [PlacedLine] {
    LogDocument.records(in: value).map { members in
      entry(members: members, pod: pod, container: container)
    }
  }

  /// Whether an object has a message and a time, as a record of a log has.
  package func isRecord(_ value: JSON) -> Bool {
    let object = LogObject(value.members, reader.forms.members, year: reader.year)
    return object.message != nil && object.moment != nil
  }

  /// Whether a JSON value is no line, but holds many.
  public static func holdsManyLines(_ bytes: some Collection<UInt8>) -> Bool {
    guard let value = try? JSON(parsing: bytes) else { return false }
    return LogDocument.isOne(value)
  }
}
