/// Any JSON, by pointers from the configuration.
enum JSONStatus: StatusAdapter {
  static let port: Int? = nil
  static let paths = LastcallStatus.paths

  static func status(_ answer: ServerAnswer) throws(ShutdownStatus.Malformed) -> ShutdownStatus {
    let mapping = answer.mapping
    let json = try answer.json()
    guard let pointer = mapping.inFlight else {
      throw .init("the configuration names no pointer in adapters: json: in-flight")
    }
    _ = try answer.content
    guard let value = pointer.value(in: json) else {
      throw .init("nothing stands at \(plain(pointer.text))")
    }
    return ShutdownStatus(
      phase: mapping.phase?.value(in: json).flatMap { phase($0, mapping.draining) },
      inFlight: try ShutdownStatus.tasks(value, pointer.text))
  }

  /// The contract's own words, else whether it is one of those that mean draining.
  private static func phase(_ value: JSON, _ draining: [String]) -> ShutdownStatus.Phase? {
    let word = value.string ?? value.text
    if draining.contains(word) { return .draining }
    if let phase = ShutdownStatus.Phase(rawValue: word) { return phase }
    return value == .null ? nil : .running
  }
}
