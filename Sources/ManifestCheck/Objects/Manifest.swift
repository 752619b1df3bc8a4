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

  /// `Deployment/web`.
  var kindAndName: String { "\(kind)/\(name)" }

  /// Whether it stands at the same place of the input.
  func isSame(as other: Manifest) -> Bool {
    node.line == other.node.line && node.path == other.node.path && name == other.name
      && file == other.file
  }

  /// The pod templates in it, wherever they stand: what has containers with images.
  var podTemplates: [ManifestNode] {
    var found: [ManifestNode] = []
    if let spec = node["spec"] { Self.collect(spec, in: node, depth: 0, &found) }
    return found
  }

  private static func collect(
    _ node: ManifestNode, in parent: ManifestNode, depth: Int, _ found: inout [ManifestNode]
  ) {
    guard depth < 10, found.count < 50 else { return }
    switch node.content {
    case .map(let entries):
      if case .list(let containers)? = node["containers"]?.content,
        containers.contains(where: { $0["image"] != nil })
      {
        var template = parent
        if parent["spec"]?.line != node.line || parent["spec"]?.path != node.path {
          template.content = .map(["spec": node])
        }
        found.append(template)
        return
      }
      for key in entries.keys.sorted() {
        if let child = node[key] { collect(child, in: node, depth: depth + 1, &found) }
      }
    case .list(let items):
      for (index, item) in items.enumerated() {
        var item = item
        item.path = "\(node.path)[\(index)]"
        collect(item, in: item, depth: depth + 1, &found)
      }
    case .text, .nothing: break
    }
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
