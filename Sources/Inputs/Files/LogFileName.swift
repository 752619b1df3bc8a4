/// What the name of a log file says of its pod.
struct LogFileName: Equatable {
  let pod: String
  let container: String?

  /// Reads the paths that the kubelet gives (`…/pods/NAMESPACE_POD_UID/CONTAINER/0.log`,
  /// `…/containers/POD_NAMESPACE_CONTAINER-ID.log`); of any other the file's name is the pod's.
  ///
  /// Source: `pkg/kubelet/kuberuntime/helpers.go`, `legacy.go`.
  init(path: String) {
    let parts = path.split(separator: "/").map(String.init)
    let file = Self.withoutExtensions(parts.last ?? "")
    if parts.count >= 3, !file.isEmpty, file.allSatisfy(\.isNumber) {
      let names = parts[parts.count - 3].split(separator: "_").map(String.init)
      if names.count == 3 {
        self.init(pod: names[1], container: parts[parts.count - 2])
        return
      }
    }
    let names = file.split(separator: "_").map(String.init)
    if names.count == 3, let dash = names[2].lastIndex(of: "-"),
      names[2][dash...].utf8.count == 65
    {
      self.init(pod: names[0], container: String(names[2][..<dash]))
      return
    }
    self.init(pod: file.isEmpty ? path : file, container: nil)
  }

  private init(pod: String, container: String?) {
    self.pod = pod
    self.container = container
  }

  private static func withoutExtensions(_ name: String) -> String {
    var name = name
    // Rotated: `web.log.1`.
    if let dot = name.lastIndex(of: "."), name[..<dot].contains("."),
      name[name.index(after: dot)...].allSatisfy(\.isNumber)
    {
      name = String(name[..<dot])
    }
    while let dot = name.lastIndex(of: "."), dot != name.startIndex,
      ["gz", "zst", "log", "txt", "out", "jsonl", "json"].contains(name[name.index(after: dot)...])
    {
      name = String(name[..<dot])
    }
    return name
  }
}
