import CLibrary
import LastcallPod
import PodStatus
import Processes

/// A connection to a port of this machine; -1 when it was refused.
///
/// - Parameter last: of the address it comes from, in 127.0.0.0.
func connection(_ port: UInt16, fromLastByte last: UInt8 = 1) -> Int32 {
  let descriptor = streamSocket()
  if last != 1 {
    var source = loopback(port: 0, lastByte: last)
    withUnsafeBytes(of: &source) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        _ = bind(descriptor, $0.baseAddress, socklen_t(bytes.count))
      }
    }
  }
  var limit = timeval(tv_sec: 60, tv_usec: 0)
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  var name = loopback(port: port)
  let connected = withUnsafeBytes(of: &name) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      connect(descriptor, $0.baseAddress, socklen_t(bytes.count))
    }
  }
  guard connected == 0 else {
    close(descriptor)
    return -1
  }
  return descriptor
}

/// Sends bytes to a port of this machine and returns everything that comes back.
func exchange(_ port: UInt16, _ request: [UInt8]) -> String {
  let descriptor = connection(port)
  guard descriptor >= 0 else { return "refused" }
  defer { close(descriptor) }
  _ = send(descriptor, request, request.count, withoutSignal)
  var received: [UInt8] = []
  var bytes = [UInt8](repeating: 0, count: 4096)
  while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
    received += bytes[..<count]
  }
  return String(decoding: received, as: UTF8.self)
}

/// The whole answer to a GET, with lines beside it as `name: value`.
func get(_ port: UInt16, _ target: String, _ fields: String...) async -> String {
  let lines = fields.map { $0 + "\r\n" }.joined()
  let request = Array("GET \(target) HTTP/1.1\r\nHost: pod\r\n\(lines)\r\n".utf8)
  return await onThread { exchange(port, request) }
}

/// Waits for what blocks on a thread of its own: Dispatch's are those that the tasks run on.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    do {
      try startThread { continuation.resume(returning: body()) }
    } catch {
      continuation.resume(returning: body())
    }
  }
}

/// The status an answer carries.
func status(_ answer: String) throws -> ShutdownStatus {
  let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
  return try ShutdownStatus(json: Array((parts.last ?? "").utf8))
}
