import FoundationEssentials

/// What kubectl takes in a pod when there is no kubeconfig.
///
/// Source: client-go, `tools/clientcmd/client_config.go`, `inClusterClientConfig`.
enum InCluster {
  /// Where the kubelet puts a service account's token.
  static let folder = "/var/run/secrets/kubernetes.io/serviceaccount"

  /// The pod's own namespace; nil outside of a cluster.
  static func namespace(_ environment: [String: String], folder: String = folder) -> String? {
    guard environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false,
      environment["KUBERNETES_SERVICE_PORT"]?.isEmpty == false,
      FileManager.default.fileExists(atPath: folder + "/token")
    else { return nil }
    if let name = environment["POD_NAMESPACE"], !name.isEmpty { return name }
    let text = try? String(contentsOfFile: folder + "/namespace", encoding: .utf8)
    let name = text?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    return name ?? "default"
  }
}
