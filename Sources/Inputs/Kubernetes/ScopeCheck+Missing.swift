import FoundationEssentials
import HarmlessText
import KubernetesObjects
import ShutdownModel

/// What is said of a name that is not there: the nearest that are.
extension ScopeCheck {
  /// So many names are read at most: whole objects come with them.
  private static let listed = 100

  /// The error when a namespace does not exist; nil when it does, or when that may not be asked.
  func missing(_ namespace: String) async -> KubernetesError? {
    let path = "/api/v1/namespaces"
    guard let response = try? await client.get("\(path)/\(namespace.percentEncoded)"),
      response.head.status == 404, APIStatus(response.body)?.details?.kind == "namespaces"
    else { return nil }
    let known = await names(at: path, near: namespace)
    return .notFound(
      "namespace \(namespace) does not exist".harmless(limit: 300)
        + (known.isEmpty ? "" : "; there are \(known)"))
  }

  /// The error for an object that a namespace does not have.
  func missing(_ name: String, in collection: WatchedCollection) async -> KubernetesError {
    let kind = collection.kind.rawValue
    let place = "namespace \(collection.namespace)".harmless(limit: 300)
    var sentence = "\(place) has no \(kind.dropLast()) \(name)".harmless(limit: 600)
    if let other = await otherKind(of: name, than: collection) {
      sentence += "; it has \(other)/\(name)".harmless(limit: 300)
    } else {
      let known = await names(at: collection.path, near: name)
      sentence += known.isEmpty ? "; it has no \(kind)" : "; it has \(known)"
    }
    return .notFound(sentence)
  }

  /// The kind of workload whose object has the name that was given to another.
  private func otherKind(of name: String, than collection: WatchedCollection) async -> String? {
    let kinds: [ResourceKind] = [.deployments, .statefulSets, .daemonSets]
    for kind in kinds where kind != collection.kind {
      let path = self.collection(kind, collection.namespace).path(of: name)
      if let response = try? await client.get(path), response.head.status == 200 {
        return String(kind.rawValue.dropLast())
      }
    }
    return nil
  }

  /// The names of a collection, the most similar to one first; empty when they cannot be read.
  private func names(at path: String, near name: String) async -> String {
    guard let response = try? await client.get("\(path)?limit=\(ScopeCheck.listed)"),
      response.head.status == 200, let list = NameList(response.body)
    else { return "" }
    return NearNames(list.names, to: name).text(areAll: !list.hasMore)
  }
}

/// The names of a list, whatever its objects are.
struct NameList {
  let names: [String]
  /// There is more than this answer has.
  let hasMore: Bool

  /// Nil when the answer is no list.
  init?(_ body: [UInt8]) {
    guard let list = try? JSONDecoder().decode(List.self, from: Data(body)) else { return nil }
    names = list.items.map(\.metadata.name)
    hasMore = list.metadata?.continue?.isEmpty == false
  }

  private struct List: Decodable {
    var metadata: Metadata?
    var items: [Item]
  }

  private struct Metadata: Decodable {
    var `continue`: String?
  }

  private struct Item: Decodable {
    var metadata: Name
  }

  private struct Name: Decodable {
    var name: String
  }
}
