import CLibrary
import HarmlessText
import ShutdownModel

/// Writes a message for the user; what cannot be written is lost.
func writeToStandardError(_ text: String) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// Says why something cannot be done, as one line: much of it comes from outside.
func complain(_ problem: Any) {
  writeToStandardError("\(invokedName): \("\(problem)".harmless(limit: 4000))\n")
}
