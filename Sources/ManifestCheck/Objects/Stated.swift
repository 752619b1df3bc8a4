/// Where something stands in the input.
public struct Place: Hashable, Sendable {
  /// The file as it was named.
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// `spec.template.spec.terminationGracePeriodSeconds`.
  public var path: String
}

/// A value of a manifest with the line and path where it stands; both nil for a default.
struct Stated<Value: Equatable & Sendable>: Equatable, Sendable {
  var value: Value
  var line: Int?
  var path: String?

  init(_ value: Value, _ node: ManifestNode) {
    self.value = value
    line = node.line
    path = node.path
  }

  init(default value: Value) { self.value = value }

  /// Whether the manifest says nothing, so that Kubernetes' default holds.
  var isDefault: Bool { line == nil }
}

extension Stated<Int> {
  /// The same, cut to what sums can be made of.
  func atMost(_ most: Int) -> Self {
    var cut = self
    cut.value = min(value, most)
    return cut
  }
}
