import Inputs

/// Why a cluster cannot be watched, as one sentence; it offers the demo to whoever has none.
struct ClusterProblem: Error, CustomStringConvertible {
  let description: String

  init(_ error: any Error, _ kubectl: Kubectl) {
    let hasNone =
      switch error {
      case KubectlError.missing, KubectlError.noCluster: true
      // Whoever has named a cluster has one.
      case KubernetesError.unreachable: kubectl.context == nil && kubectl.kubeconfig == nil
      default: false
      }
    description =
      "\(error)"
      + (hasNone ? ". To try lastcall without a cluster: \(invokedName) demo" : "")
  }
}
