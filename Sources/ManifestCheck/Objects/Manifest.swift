/// One object of the input.
struct Manifest: Equatable, Sendable {
  var file: String
  var node: ManifestNode
  var kind: String
  /// `apps`, or empty for the core group.
  var group: String
  var name: String
  /// Empty when the manifest names none.
  var namespace: String

  /// Nil for what is no object of Kubernetes: a values file, a patch without a kind.
  init?(_ node: ManifestNode, file: String) {
    guard let kind = node["kind"]?.text, let version = node["apiVersion"]?.text else { return nil }
    self.file = file
    self.node = node
    self.kind = kind
    let slash = version.firstIndex(of: "/")
    group = slash.map { String(version[..<$0]) } ?? ""
    let metadata = node["metadata"]
    name = metadata?["name"]?.text ?? metadata?["generateName"]?.text ?? "?"
    namespace = metadata?["namespace"]?.text ?? ""
  }

  /// `deployment/web`.
  var title: String { "\(kind.lowercased())/\(name)" }

  /// Whether it has a pod template where Kubernetes' own kinds have theirs.
  var holdsPods: Bool {
    guard case .list(let containers) = node[["spec", "template", "spec", "containers"]]?.content
    else { return false }
    return !containers.isEmpty
  }

  /// Whether an object of a namespace may stand beside this one; what names none stands anywhere.
  func isBeside(_ other: Manifest) -> Bool {
    namespace.isEmpty || other.namespace.isEmpty || namespace == other.namespace
  }

  /// The objects of a document: itself, or the items of a list.
  static func objects(of root: ManifestNode, file: String) throws(ManifestProblem) -> [Manifest] {
    guard let manifest = Manifest(root, file: file) else { return [] }
    guard manifest.kind.hasSuffix("List"), root["items"] != nil else { return [manifest] }
    var objects: [Manifest] = []
    for item in try root.list("items") {
      objects += try Self.objects(of: item, file: file)
    }
    return objects
  }
}
