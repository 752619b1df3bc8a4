import CLibrary

/// A pipe whose ends neither block nor reach a child.
package func pipe() throws(SystemError) -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [-1, -1]
  #if canImport(Darwin)
    let code = Darwin.pipe(&ends)
  #elseif canImport(Musl)
    let code = Musl.pipe(&ends)
  #else
    let code = Glibc.pipe(&ends)
  #endif
  guard code == 0 else { throw SystemError(action: "cannot make a pipe") }
  for end in ends { closeOnExecWithoutBlocking(end) }
  return (ends[0], ends[1])
}

/// Sets what every descriptor of a library should have.
package func closeOnExecWithoutBlocking(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}
