#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A listening, non-blocking IPv4 socket.
func listeningSocket(address: String, port: UInt16) throws(SystemError) -> Int32 {
  let action = "cannot listen on \(address):\(port)"
  #if canImport(Darwin)
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
  #else
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
  guard descriptor >= 0 else { throw SystemError(action: action) }
  closeOnExecWithoutBlocking(descriptor)
  var yes: Int32 = 1
  setsockopt(
    descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_port = port.bigEndian
  guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
    close(descriptor)
    throw SystemError(action: action, code: EINVAL)
  }
  let bound = withUnsafeBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      bind(descriptor, $0.baseAddress, socklen_t(bytes.count))
    }
  }
  guard bound == 0, listen(descriptor, 128) == 0 else {
    let code = errno
    close(descriptor)
    throw SystemError(action: action, code: code)
  }
  return descriptor
}

/// The port a socket is bound to.
func localPort(of descriptor: Int32) throws(SystemError) -> UInt16 {
  var name = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let code = withUnsafeMutableBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      getsockname(descriptor, $0.baseAddress, &length)
    }
  }
  guard code == 0 else { throw SystemError(action: "cannot ask for the port of a socket") }
  return UInt16(bigEndian: name.sin_port)
}

/// A pipe whose ends neither block nor reach a child.
func pipe() throws(SystemError) -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [-1, -1]
  #if canImport(Darwin)
    let code = Darwin.pipe(&ends)
  #else
    let code = Glibc.pipe(&ends)
  #endif
  guard code == 0 else { throw SystemError(action: "cannot make a pipe") }
  for end in ends { closeOnExecWithoutBlocking(end) }
  return (ends[0], ends[1])
}

/// Sets what every descriptor of a library should have.
func closeOnExecWithoutBlocking(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}
