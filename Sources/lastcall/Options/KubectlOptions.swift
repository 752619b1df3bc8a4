import ArgumentParser
import Inputs

/// Which cluster and which namespace, spelled as kubectl spells them.
struct KubectlOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The namespace (default: the one of the kubeconfig's context).", valueName: "namespace"))
  var namespace: String?

  @Option(help: ArgumentHelp("The context of the kubeconfig.", valueName: "context"))
  var context: String?

  @Option(help: ArgumentHelp("The kubeconfig file.", valueName: "file"))
  var kubeconfig: String?

  var kubectl: Kubectl {
    Kubectl(context: context, kubeconfig: kubeconfig, namespace: namespace)
  }
}
