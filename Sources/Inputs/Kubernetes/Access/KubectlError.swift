import HarmlessText

/// Why kubectl could not do its part.
public enum KubectlError: Error, Equatable, Sendable, CustomStringConvertible {
  case missing
  /// There is no kubeconfig, or it has no current context.
  case noCluster
  /// The kubeconfig has other contexts.
  case noContext(String, known: [String])
  /// What kubectl said, in one line.
  case failed(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .missing:
      "kubectl is not on the PATH; lastcall needs it to reach the cluster"
    case .noCluster:
      "no cluster is selected: the kubeconfig is missing or has no current context; check "
        + "--kubeconfig, or pass --context"
    case .noContext(let name, let known):
      "the kubeconfig has no context \(name.harmless(limit: 100)); "
        + "it has \(NearNames(known, to: name).text())"
    case .failed(let reason): "kubectl: \(reason)"
    }
  }

  /// The error behind what kubectl wrote.
  init(saying text: String) {
    let essence = KubectlError.essence(of: text)
    self =
      essence.hasSuffix("current-context must exist in order to minify")
      ? .noCluster : .failed(essence)
  }

  /// The telling line of what kubectl wrote: the last that is an error, without its prefix.
  static func essence(of text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let line = lines.last { $0.lowercased().hasPrefix("error") } ?? lines.last ?? ""
    let words = line.hasPrefix("error: ") ? String(line.dropFirst(7)) : line
    let short = words.harmless(limit: 300)
    return short.isEmpty ? "exited without any output" : short
  }
}
