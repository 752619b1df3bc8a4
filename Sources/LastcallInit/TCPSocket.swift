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
    return code == 0 ? found : listed(in: states)
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

  /// The same where the kernel has no `sock_diag`, as in a sandbox.
  static func listed(in states: [State]) -> [TCPSocket]? {
    guard let lines = ProcFiles.bytes(of: "/proc/net/tcp", partSize: 65_536) else { return nil }
    let more = ProcFiles.bytes(of: "/proc/net/tcp6", partSize: 65_536) ?? []
    return [lines, more].flatMap { bytes in
      bytes.split(separator: UInt8(ascii: "\n")).compactMap { TCPSocket(line: $0) }
    }.filter { states.contains($0.state) }
  }

  /// One line of `/proc/net/tcp` or `/proc/net/tcp6`; nil for the heading, for what is none, and for other states.
  ///
  /// Source: `Documentation/networking/proc_net_tcp.rst` of Linux.
  init?(line: some Collection<UInt8>) {
    let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 10)
    guard fields.count >= 10,
      let state = Self.number(fields[3], radix: 16).flatMap({ State(rawValue: UInt8($0 & 0xff)) }),
      let colon = fields[1].firstIndex(of: UInt8(ascii: ":")),
      let port = Self.number(fields[1][colon...].dropFirst(), radix: 16),
      let address = Self.address(fields[1][..<colon]), let inode = Self.number(fields[9], radix: 10)
    else { return nil }
    self.init(
      local: Endpoint(
        high: address.high, low: address.low, port: UInt16(truncatingIfNeeded: port)),
      state: state, inode: inode)
  }

  /// Words of four bytes, each in the order of this machine.
  private static func address(_ digits: some Collection<UInt8>) -> (high: UInt64, low: UInt64)? {
    var (rest, words) = (digits[...], [UInt64]())
    while rest.count >= 8 {
      guard let word = number(rest.prefix(8), radix: 16) else { return nil }
      words.append(UInt64(UInt32(truncatingIfNeeded: word).bigEndian))
      rest = rest.dropFirst(8)
    }
    switch words.count {
    case 1: return (0, 0xffff_0000_0000 | words[0])
    case 4: return (words[0] << 32 | words[1], words[2] << 32 | words[3])
    default: return nil
    }
  }

  private static func number(_ digits: some Collection<UInt8>, radix: UInt64) -> UInt64? {
    var value: UInt64 = 0
    guard !digits.isEmpty else { return nil }
    for digit in digits {
      let number: UInt8
      switch digit {
      case 0x30...0x39: number = digit - 0x30
      case 0x41...0x46: number = digit - 0x41 + 10
      case 0x61...0x66: number = digit - 0x61 + 10
      default: return nil
      }
      guard number < radix else { return nil }
      value = value &* radix &+ UInt64(number)
    }
    return value
  }
}
