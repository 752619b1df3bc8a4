/// The name the user called this program by: `lastcall`, or `kubectl lastcall` as a plugin.
let invokedName: String = {
  let path = CommandLine.arguments.first ?? ""
  let file = path.split(separator: "/").last ?? ""
  return file.hasPrefix("kubectl-") ? "kubectl lastcall" : "lastcall"
}()
