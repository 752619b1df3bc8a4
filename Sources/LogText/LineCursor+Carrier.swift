/// What the tools and servers that carry a log say in its place.
extension LineCursor {
  /// Whether the rest of the line is a sentence of kubectl, of the API server or of a kubelet.
  ///
  /// They stand where the container's lines should, without the time that these have: `kubectl logs
  /// --timestamps > file 2>&1` writes some, and a kubelet sends some as if they were the log.
  /// Source: kubernetes/kubernetes, pkg/kubelet/kuberuntime and staging/src/k8s.io/kubectl.
  var isOfCarrier: Bool {
    guard Self.firstLetters.contains(next) else { return false }
    return Self.sentences.contains { bytes[position..<end].starts(with: $0.utf8) }
  }

  private static let firstLetters: ByteSet = {
    var set = ByteSet()
    for sentence in sentences { for byte in sentence.utf8.prefix(1) { set.insert(byte) } }
    return set
  }()

  private static let sentences = [
    // The kubelet.
    "unable to retrieve container logs for ",
    "failed to try resolving symlinks in path \"",
    "failed to open log file \"",
    "failed to create fsnotify watcher: ",
    "failed to get container status ",
    "rpc error: code = NotFound desc = an error occurred when try to find container ",
    // The API server.
    "an error on the server (\"",
    "previous terminated container \"",
    // kubectl.
    "Defaulted container \"",
    "Error from server: ", "Error from server (",
    "The connection to the server ",
    "Unable to connect to the server: ",
    "error: You must be logged in to the server ",
    "error: a container name must be specified for pod ",
    "error: container ",
    "error: expected 'logs ",
    "error: http2: ", "error: stream error: ", "error: unexpected EOF",
    "error: net/http: ", "error: Get \"http", "error: timed out waiting for the condition",
    "error: error from server ", "error: failed to get ",
  ]
}
