import ArgumentParser

/// Which cluster and which pods, spelled as kubectl spells them.
struct ClusterOptions: ParsableArguments {
  @OptionGroup var access: KubectlOptions

  @Option(
    name: [.customShort("l"), .long],
    help: ArgumentHelp(
      "Watch the pods with these labels, as in app=web,tier!=cache.", valueName: "selector"))
  var selector: String?

  @Flag(name: [.customShort("A"), .long], help: .hidden)
  var allNamespaces = false

  func validate() throws {
    if allNamespaces {
      throw ValidationError(
        "lastcall watches one namespace at a time; name it with -n instead of -A, "
          + "and start one lastcall for each")
    }
    if selector?.isEmpty == true {
      throw ValidationError("the selector of -l is empty; write one such as app=web")
    }
  }
}
