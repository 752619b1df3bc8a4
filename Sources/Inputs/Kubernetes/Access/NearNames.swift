import HarmlessText

/// Names that there are, for the one that is not: the most similar first, within bounds.
///
/// What two names have in common at their beginning and their end says enough: names of Kubernetes
/// differ by a letter, a stage or a region.
struct NearNames {
  /// So many are named; of the others the number is.
  static let limit = 5
  let names: [String]

  /// - Parameter name: the one that was asked for.
  init(_ names: [String], to name: String) {
    let wanted = Array(name.lowercased().utf8.prefix(300))
    self.names =
      names
      .map { (name: $0, likeness: likeness(Array($0.lowercased().utf8.prefix(300)), wanted)) }
      .sorted { ($1.likeness, $0.name) < ($0.likeness, $1.name) }
      .map(\.name)
  }

  /// `web, web-canary and 7 more`, harmless; empty when there are none.
  ///
  /// - Parameter areAll: false when there are more than were listed, and nobody counted them.
  func text(areAll: Bool = true) -> String {
    let shown = names.prefix(NearNames.limit).map { $0.harmless(limit: 100) }
    let left = names.count - shown.count
    let text = shown.joined(separator: ", ")
    if !areAll { return text + " and more" }
    return left > 0 ? "\(text) and \(left) more" : text
  }
}

private func likeness(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let beginning = zip(left, right).prefix { $0 == $1 }.count
  let end = zip(left.dropFirst(beginning).reversed(), right.dropFirst(beginning).reversed())
    .prefix { $0 == $1 }.count
  return beginning + end
}
