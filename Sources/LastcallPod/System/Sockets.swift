import CLibrary
import Processes

/// A listening socket that does not block.
///
/// - Parameter address: IPv4 or IPv6; nil is every address, of both kinds where the machine has both.
func listeningSocket(address: String?, port: UInt16) throws(SystemError) -> Int32 {
  guard let address else {
    do {
      return try listeningSocket(address: "::", port: port)
    } catch {
      // A machine without IPv6.
      guard [EAFNOSUPPORT, EADDRNOTAVAIL].contains(error.code) else { throw error }
      return try listeningSocket(address: "0.0.0.0", port: port)
    }
  }
  let isIPv6 = address.contains(":")
  let action = "cannot listen on \(isIPv6 ? "[\(address)]" : address):\(port)"
  let family = isIPv6 ? AF_INET6 : AF_INET
  let descriptor = streamSocket(family)
  guard descriptor >= 0 else { throw SystemError(action: action) }
  set(SO_REUSEADDR, SOL_SOCKET, 1, of: descriptor)
  let length: socklen_t
  var name = sockaddr_storage()
  if isIPv6 {
    set(IPV6_V6ONLY, Int32(IPPROTO_IPV6), 0, of: descriptor)
    length = write(into: &name) { (name: inout sockaddr_in6) in
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      return inet_pton(AF_INET6, address, &name.sin6_addr) == 1
    }
  } else {
    length = write(into: &name) { (name: inout sockaddr_in) in
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      return inet_pton(AF_INET, address, &name.sin_addr) == 1
    }
  }
  guard length > 0 else {
    close(descriptor)
    throw SystemError(action: action, code: EINVAL)
  }
  let bound = withUnsafeBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, length) }
  }
  guard bound == 0, listen(descriptor, 128) == 0 else {
    let code = errno
    close(descriptor)
    throw SystemError(action: action, code: code)
  }
  return descriptor
}

/// A TCP socket that neither blocks nor reaches a child; negative when there is none left.
package func streamSocket(_ family: Int32) -> Int32 {
  #if canImport(Glibc)
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
  #else
    let descriptor = socket(family, SOCK_STREAM, 0)
  #endif
  if descriptor >= 0 { closeOnExecWithoutBlocking(descriptor) }
  return descriptor
}

/// Sends what the connection takes now; one that is closed is an error, and no SIGPIPE.
package func sendWithoutSignal(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
  #if canImport(Darwin)
    send(descriptor, bytes, bytes.count, 0)
  #else
    send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  #endif
}

/// Writes to a descriptor; a pipe whose reader has gone is no SIGPIPE, which would end the process.
package func writeWithoutSignal(_ descriptor: Int32, _ bytes: [UInt8]) {
  #if canImport(Darwin)
    _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
    _ = write(descriptor, bytes, bytes.count)
  #else
    var pipeSignal = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
    if write(descriptor, bytes, bytes.count) < 0, errno == EPIPE {
      var pending = sigset_t()
      sigpending(&pending)
      var number: Int32 = 0
      if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipeSignal, &number) }
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  #endif
}

/// Fills one kind of address; 0 when the text was none.
private func write<Name>(
  into storage: inout sockaddr_storage, _ fill: (inout Name) -> Bool
) -> socklen_t {
  withUnsafeMutableBytes(of: &storage) { bytes in
    bytes.withMemoryRebound(to: Name.self) { name in
      fill(&name[0]) ? socklen_t(MemoryLayout<Name>.size) : 0
    }
  }
}

private func set(_ option: Int32, _ level: Int32, _ value: Int32, of descriptor: Int32) {
  var value = value
  setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout.size(ofValue: value)))
}

/// Where a connection comes from, as IPv6 has it; empty where that is not known.
func peerAddress(of descriptor: Int32) -> [UInt8] {
  var name = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  return withUnsafeMutableBytes(of: &name) { bytes in
    let code = bytes.withMemoryRebound(to: sockaddr.self) {
      getpeername(descriptor, $0.baseAddress, &length)
    }
    guard code == 0 else { return [] }
    let name = UnsafeRawBufferPointer(bytes)
    if Int32(name.loadUnaligned(as: sockaddr.self).sa_family) == AF_INET {
      let address = name.loadUnaligned(as: sockaddr_in.self).sin_addr
      return mappedPrefix + withUnsafeBytes(of: address) { Array($0) }
    }
    return withUnsafeBytes(of: name.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
  }
}

/// Before an IPv4 address in IPv6.
private let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

/// Whether an address is one that only this machine itself has.
func isLoopback(_ address: [UInt8]) -> Bool {
  guard address.count == 16 else { return false }
  if address.starts(with: mappedPrefix) { return address[12] == 127 }
  return address == Array(repeating: 0, count: 15) + [1]
}

/// Within a type that has an `accept` of its own; negative where there is none.
func acceptConnection(_ listener: Int32) -> Int32 { accept(listener, nil, nil) }

/// The port a socket is bound to.
func localPort(of descriptor: Int32) throws(SystemError) -> UInt16 {
  var name = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  let code = withUnsafeMutableBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      getsockname(descriptor, $0.baseAddress, &length)
    }
  }
  guard code == 0 else { throw SystemError(action: "cannot ask for the port of a socket") }
  // The port stands at the same place in both kinds.
  return withUnsafeBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr_in.self) { UInt16(bigEndian: $0[0].sin_port) }
  }
}
