import CLibrary

/// A GET that was sent to a port of this machine; its answer is read when somebody asks for it.
struct LocalRequest: Sendable {
  struct Answer: Equatable, Sendable {
    /// nil when the connection was refused, or cut before there was an answer.
    var code: Int?
    var body: [UInt8] = []
  }

  private let descriptor: Int32

  init(_ target: String, port: UInt16, field: String? = nil) {
    descriptor = connection(port)
    // To a client of HTTP/1.0 nobody answers in chunks or keeps the connection.
    let lines = field.map { $0 + "\r\n" } ?? ""
    let request = Array("GET \(target) HTTP/1.0\r\nHost: pod\r\n\(lines)\r\n".utf8)
    if descriptor >= 0 { _ = send(descriptor, request, request.count, withoutSignal) }
  }

  /// Waits for the answer on a thread that no task needs; call it once.
  func answer() async -> Answer { await onThread(received) }

  private func received() -> Answer {
    guard descriptor >= 0 else { return Answer() }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
      all += bytes[..<count]
    }
    let text = String(decoding: all, as: UTF8.self)
    let parts = text.split(
      separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts.first?.split(separator: " ", maxSplits: 2) ?? []
    guard parts.count == 2, words.count > 1 else { return Answer() }
    return Answer(code: Int(words[1]), body: Array(parts[1].utf8))
  }
}

/// Two ports of this machine that nobody listens on.
func freePorts() -> (UInt16, UInt16) {
  // Both are held until both are known, so that they differ.
  let descriptors = (streamSocket(), streamSocket())
  defer {
    close(descriptors.0)
    close(descriptors.1)
  }
  return (boundPort(of: descriptors.0), boundPort(of: descriptors.1))
}

func boundPort(of descriptor: Int32) -> UInt16 {
  var name = loopback(port: 0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutableBytes(of: &name) { bytes in
    guard let general = bytes.bindMemory(to: sockaddr.self).baseAddress else { return }
    _ = bind(descriptor, general, length)
    _ = getsockname(descriptor, general, &length)
  }
  return UInt16(bigEndian: name.sin_port)
}

/// A peer that has gone is an error of `send`, not the end of the tests.
let withoutSignal: Int32 = {
  #if canImport(Darwin)
    0
  #else
    Int32(MSG_NOSIGNAL)
  #endif
}()

func streamSocket() -> Int32 {
  #if canImport(Darwin)
    socket(AF_INET, SOCK_STREAM, 0)
  #else
    socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
}

func loopback(port: UInt16, lastByte: UInt8 = 1) -> sockaddr_in {
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_port = port.bigEndian
  name.sin_addr.s_addr = (UInt32(0x7F00_0000) + UInt32(lastByte)).bigEndian
  return name
}
