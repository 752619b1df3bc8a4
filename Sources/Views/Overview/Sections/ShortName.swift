import KubernetesObjects
import ShutdownModel

extension Pod {
  /// What tells it apart from the other pods of its owner: the end that Kubernetes made up (`nvqsp`), or the
  /// whole name where nobody made one up.
  var shortName: String { name(isShort: true) }

  /// Its name, whole or short.
  func name(isShort: Bool) -> String {
    isShort ? String(object.name.dropFirst(sharedNamePart.count)) : object.name
  }

  /// The part of its name that it has in common with the other pods of its owner, with the dash; empty
  /// where its name is its own.
  ///
  /// Source: `k8s.io/apiserver/pkg/storage/names`: five characters behind the owner's name.
  var sharedNamePart: Substring {
    guard let owner = object.owner, owner.kind != "StatefulSet",
      object.name.hasPrefix(owner.name + "-"),
      object.name.utf8.count >= owner.name.utf8.count + 4
    else { return "" }
    return object.name.prefix(owner.name.count + 1)
  }
}
