import CProcess

/// A TCP socket of this network namespace, by its local end.
struct TCPSocket: Equatable {
  /// Where it is bound.
  struct Endpoint: Hashable {
    /// The halves of an IPv6 address, into which IPv4 is mapped.
    var high: UInt64
    var low: UInt64
    var port: UInt16

    /// Whether a listener here accepts what arrives there.
    func accepts(_ other: Endpoint) -> Bool {
      guard port == other.port else { return false }
      if isEveryIPv4 { return other.isIPv4 }
      return (high, low) == (other.high, other.low) || (high, low) == (0, 0)
    }

    private var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }
    private var isEveryIPv4: Bool { isIPv4 && low & 0xffff_ffff == 0 }
  }

  enum State: UInt8 {
    case established = 1
    /// Its client has sent all it will, and still waits for its answer.
    case closeWait = 8
    case listening = 10
  }

  var local: Endpoint
  var state: State
  /// 0 while no process holds it: not accepted yet, or closed.
  var inode: UInt64
}

extension TCPSocket {
  /// Those in the states, with these local ports or others; nil where the system does not tell.
  ///
  /// `/proc/net/tcp` would tell it anywhere, but names some twice and others not at all while they come and go.
  static func all(in states: [State], ports: Set<UInt16> = []) -> [TCPSocket]? {
    let ports = Array(ports)
    var found: [TCPSocket] = []
    let bits = states.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) }
    let code = withUnsafeMutablePointer(to: &found) { list in
      lastcall_tcp_sockets(
        bits, ports, Int32(ports.count),
        { socket, list in
          guard let socket = socket?.pointee, let socket = TCPSocket(socket) else { return }
          list?.assumingMemoryBound(to: [TCPSocket].self).pointee.append(socket)
        }, list)
    }
    return code == 0 ? found : nil
  }

  private init?(_ socket: lastcall_socket) {
    guard let state = State(rawValue: socket.state) else { return nil }
    let (high, low) = withUnsafeBytes(of: socket.address) { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
    self.init(
      local: Endpoint(high: high, low: low, port: socket.port), state: state,
      inode: UInt64(socket.inode))
  }
}
