import CLibrary
import Dispatch
import LastcallPod
import Processes
import Synchronization

/// A real process in a process group of its own, in the place of a container.
///
/// It lives no longer than this program: its standard input is a pipe whose only writer is here.
final class ContainerProcess: Sendable {
  /// What it says and how it ends, in this order; nothing follows `exited`.
  enum Output: Sendable {
    /// The ports it listens on: its web server's and its status endpoint's.
    case listening(web: Int, status: Int)
    case line(at: Timestamp, text: String)
    /// A code as container runtimes give it: 128 + N for signal N.
    case exited(code: Int, at: Timestamp)
  }

  private static let maximumLine = 16 * 1024

  /// Everything it says; for one reader.
  let output: AsyncStream<Output>
  private let continuation: AsyncStream<Output>.Continuation
  private let pid: pid_t
  private let lifeline: Int32
  /// Guards the process group from being signalled once its number may be another's.
  private let isAlive = Mutex(true)

  /// Starts a command.
  init(_ command: [String]) throws(SystemError) {
    let input = try Pipe()
    let output = try Pipe()
    let report = try Pipe()
    defer { for end in [input.reader, output.writer, report.writer] { close(end) } }
    do {
      pid = try spawn(
        command, descriptors: [input.reader, output.writer, output.writer, report.writer])
    } catch {
      for end in [input.writer, output.reader, report.reader] { close(end) }
      throw error
    }
    lifeline = input.writer
    (self.output, continuation) = AsyncStream.makeStream()
    let hasSaidAll = DispatchGroup()
    hasSaidAll.enter()
    try startThread {
      self.read(report: report.reader, output: output.reader)
      hasSaidAll.leave()
    }
    try startThread { self.wait(hasSaidAll) }
  }

  /// Sends a signal to the container's main process only, as container runtimes do.
  func signal(_ number: Int32) {
    isAlive.withLock { if $0 { _ = kill(pid, number) } }
  }

  /// Sends SIGKILL to everything in the container.
  func killAll() {
    isAlive.withLock { if $0 { _ = kill(-pid, SIGKILL) } }
  }

  private func read(report: Int32, output: Int32) {
    let ports = firstLine(of: report).split(separator: " ").compactMap { Int($0) }
    close(report)
    if ports.count == 2 { continuation.yield(.listening(web: ports[0], status: ports[1])) }
    var rest: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while case let count = readAgain(output, &bytes), count > 0 {
      let now = Timestamp.now
      rest += bytes[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        say(rest[..<end], at: now)
        rest.removeSubrange(...end)
      }
      if rest.count >= Self.maximumLine {
        say(rest[...], at: now)
        rest = []
      }
    }
    if !rest.isEmpty { say(rest[...], at: .now) }
    close(output)
  }

  private func say(_ bytes: ArraySlice<UInt8>, at time: Timestamp) {
    continuation.yield(.line(at: time, text: String(decoding: bytes, as: UTF8.self)))
  }

  /// Waits for the main process and takes everything else in the container with it.
  private func wait(_ hasSaidAll: DispatchGroup) {
    waitUntilEnded(pid)
    let time = Timestamp.now
    let exit = isAlive.withLock { isAlive in
      _ = kill(-pid, SIGKILL)
      isAlive = false
      return ChildExit(status: reap(pid))
    }
    close(lifeline)
    _ = hasSaidAll.wait(timeout: .now() + 0.5)
    continuation.yield(.exited(code: Int(exit.code), at: time))
    continuation.finish()
  }
}

private func readAgain(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int {
  while true {
    let count = read(descriptor, &bytes, bytes.count)
    if count >= 0 || errno != EINTR { return count }
  }
}

private func firstLine(of descriptor: Int32) -> String {
  var line: [UInt8] = []
  var byte: [UInt8] = [0]
  while line.count < 64, readAgain(descriptor, &byte) == 1, byte[0] != UInt8(ascii: "\n") {
    line.append(byte[0])
  }
  return String(decoding: line, as: UTF8.self)
}
