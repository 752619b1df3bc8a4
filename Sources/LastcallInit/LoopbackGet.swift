import CLibrary
import LastcallPod

/// One GET to a port of this machine, read to its end; it blocks, but not for ever.
///
/// The pod's own server on the loopback interface is asked, so this knows no more of HTTP/1.1 than its answers
/// have: a length, chunks, or the end of the connection.
struct LoopbackGet {
  private static let headLimit = 64 * 1024

  var port: UInt16
  var path: String
  /// How long the whole exchange may take.
  var timeout: Duration = .seconds(1)

  /// The code and the body; nil when it was refused, cut, too slow or too large.
  func answer(bodyLimit: Int) -> (code: Int, body: [UInt8])? {
    let end = ContinuousClock.now + timeout
    let descriptor = streamSocket(AF_INET)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafeBytes(of: &name) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(descriptor, $0.baseAddress, socklen_t(bytes.count))
      }
    }
    guard connected == 0 || errno == EINPROGRESS, isReady(descriptor, POLLOUT, by: end) else {
      return nil
    }
    let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    guard sendWithoutSignal(descriptor, request) == request.count else {
      return nil
    }
    var received: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    // Chunks need a little more than their content. It is parsed once, at the end of the connection or of the
    // time, when a server does not close though it was asked to.
    while received.count <= bodyLimit + bodyLimit / 4 + Self.headLimit, .now < end,
      isReady(descriptor, POLLIN, by: end)
    {
      let count = read(descriptor, &part, part.count)
      if count < 0 { return nil }
      if count == 0 { break }
      received += part[..<count]
    }
    return LoopbackAnswer.parse(received)
  }

  private func isReady(_ descriptor: Int32, _ events: Int32, by end: ContinuousClock.Instant)
    -> Bool
  {
    let left = max((end - .now) / .milliseconds(1), 0)
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return poll(&entry, 1, Int32(left)) == 1
  }
}

/// The bytes of an answer.
enum LoopbackAnswer {
  /// Its code and body; nil when it is no answer, or not the whole of one.
  static func parse(_ bytes: [UInt8]) -> (code: Int, body: [UInt8])? {
    guard let (head, body) = parts(bytes), let first = head.first, first.hasPrefix("http/1."),
      let code = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    if head.contains(where: { $0.hasPrefix("transfer-encoding:") }) {
      return dechunked(body).map { (code, $0) }
    }
    guard let length = number("content-length", head) else { return (code, Array(body)) }
    return body.count >= length ? (code, Array(body.prefix(length))) : nil
  }

  /// The lines of the head in lower case, and what follows it.
  private static func parts(_ bytes: [UInt8]) -> (head: [String], body: ArraySlice<UInt8>)? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
    return (head.split(separator: "\r\n").map(String.init), bytes[end.upperBound...])
  }

  private static func number(_ name: String, _ head: [String]) -> Int? {
    head.lazy.compactMap { line in
      line.hasPrefix(name + ":") ? Int(line.dropFirst(name.count + 1).drop { $0 == " " }) : nil
    }.first.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// What the chunks hold; nil while the last is missing.
  private static func dechunked(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = bytes
    var content: [UInt8] = []
    while let end = rest.firstRange(of: Array("\r\n".utf8)) {
      let line = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else { return nil }
      if size == 0 { return content }
      guard rest.distance(from: end.upperBound, to: rest.endIndex) - 2 >= size else { return nil }
      content += rest[end.upperBound..<end.upperBound + size]
      rest = rest[(end.upperBound + size + 2)...]
    }
    return nil
  }
}
