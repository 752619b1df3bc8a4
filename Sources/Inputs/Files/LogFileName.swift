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
    if let (pod, container) = Self.collected(parts.dropLast().map { $0 }, file) {
      self.init(pod: pod, container: container)
      return
    }
    self.init(pod: file.isEmpty ? path : file, container: nil)
  }

  /// Of tools that collect a cluster's logs: `…/NAMESPACE/POD/logs.txt` of `kubectl cluster-info dump`,
  /// `…/pods/POD/CONTAINER/CONTAINER/logs/current.log` of `oc adm must-gather`,
  /// `…/pods/logs/NAMESPACE/POD/CONTAINER.log` of troubleshoot.sh.
  private static func collected(
    _ folders: [String], _ file: String
  ) -> (pod: String, container: String?)? {
    let count = folders.count
    if file == "logs", let pod = folders.last { return (pod, nil) }
    if ["current", "previous", "previous.insecure"].contains(file), count >= 5,
      folders[count - 1] == "logs", folders[count - 2] == folders[count - 3]
    {
      return (folders[count - 4], folders[count - 3])
    }
    if count >= 4, folders[count - 4] == "pods", folders[count - 3] == "logs" {
      return (folders[count - 1], file)
    }
    return nil
  }

  private init(pod: String, container: String?) {
    self.pod = pod
    self.container = container
  }

  private static func withoutExtensions(_ name: String) -> String {
    var name = name
    while let dot = name.lastIndex(of: "."), dot != name.startIndex {
      let ending = name[name.index(after: dot)...]
      // Rotated: `web.log.1`, and `0.log.20261123-042935` by the kubelet.
      let isRotation =
        name[..<dot].contains(".") && ending.allSatisfy { $0.isNumber || $0 == "-" }
      guard
        isRotation || ["gz", "zst", "log", "txt", "out", "jsonl", "json", "csv"].contains(ending)
      else { break }
      name = String(name[..<dot])
    }
    return name
  }
}
