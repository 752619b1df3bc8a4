import CLibrary
import HarmlessText
import LastcallPod
import Processes
import ShutdownModel
import Time

/// A command that runs beside lastcall, in a session of its own; for the thread that waits for it.
///
/// Whatever it starts holds the pipe its output goes to, until it ends or lets go of descriptors 1, 2
/// and 3: the end of that pipe is the end of them all.
struct ChildCommand: ~Copyable {
  /// How it ended.
  enum End {
    case exited
    /// It had to be ended.
    case overran
  }

  /// How long it has from SIGTERM to SIGKILL.
  private static let patience = TimeSpan.seconds(1)
  /// How long after SIGKILL the pipe may still be held: by what has left the session.
  private static let holdAfterKill = TimeSpan.milliseconds(200)
  private static let tailLength = 4096

  let pid: pid_t
  /// Gets what is printed, as it comes.
  var whenRead: ((UnsafeRawBufferPointer) -> Void)?
  private let output: Int32
  private var inputEnd: Int32?
  private var input: ArraySlice<UInt8>
  private var tail: [UInt8] = []
  private var hasEnded = false
  private var isSilent = false

  /// - Parameter words: the program, looked up in `PATH`, and its arguments.
  init(_ words: [String], input bytes: [UInt8], environment: [String]) throws(SystemError) {
    let input = try Pipe()
    let output: Pipe
    do {
      output = try Pipe()
    } catch {
      for end in [input.reader, input.writer] { close(end) }
      throw error
    }
    defer { for end in [input.reader, output.writer] { close(end) } }
    do {
      pid = try spawn(
        words,
        descriptors: [input.reader, output.writer, output.writer, output.writer],
        environment: environment, hasTerminal: false)
    } catch {
      for end in [input.writer, output.reader] { close(end) }
      throw error
    }
    for end in [input.writer, output.reader] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    self.output = output.reader
    inputEnd = input.writer
    self.input = bytes[...]
  }

  deinit {
    if let inputEnd { close(inputEnd) }
    close(output)
  }

  /// The last line that was printed, harmless and bounded.
  var lastLine: String {
    let lines = tail.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return lines.lazy.map { String(harmless: $0, limit: 300) }
      .last { !$0.allSatisfy(\.isWhitespace) } ?? ""
  }

  /// Runs it to its end, which the caller then reaps: until then its number is its own.
  ///
  /// - Parameters:
  ///   - limit: when it is to be ended, asked again and again.
  ///   - now: reads a clock.
  mutating func wait(until limit: () -> Instant, now: () -> Instant) -> End {
    var endedAt: Instant?
    var killedAt: Instant?
    while !(isSilent && checkEnd()) {
      let time = now()
      if let killedAt {
        // A process that not even SIGKILL ends is the kernel's.
        let patience = checkEnd() ? Self.holdAfterKill : Self.patience
        if time >= killedAt + patience { break }
      } else if let at = endedAt {
        if time >= at + Self.patience {
          _ = kill(-pid, SIGKILL)
          killedAt = time
        }
      } else if time >= limit() {
        _ = kill(-pid, SIGTERM)
        endedAt = time
      }
      move()
    }
    // What let go of the pipe and still runs.
    _ = kill(-pid, SIGKILL)
    return endedAt == nil ? .exited : .overran
  }

  /// Takes its exit code, 128 + N for signal N; its number may then be another's.
  func reap() -> Int {
    Int(hasEnded ? ChildExit(status: Processes.reap(pid)).code : 128 + SIGKILL)
  }

  private mutating func checkEnd() -> Bool {
    hasEnded = hasEnded || Processes.hasEnded(pid)
    return hasEnded
  }

  /// Waits a little for something to read or to write, and does it.
  private mutating func move() {
    if isSilent {
      _ = poll(nil, 0, 5)
      return
    }
    var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
    if let inputEnd { ends.append(pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0)) }
    guard poll(&ends, nfds_t(ends.count), 50) > 0 else { return }
    if ends.count > 1, ends[1].revents != 0 { writeInput() }
    if ends[0].revents != 0 { readOutput() }
  }

  private mutating func writeInput() {
    guard let inputEnd else { return }
    let count = input.withUnsafeBytes { write(inputEnd, $0.baseAddress, $0.count) }
    if count >= 0 {
      input = input.dropFirst(count)
    } else if errno == EAGAIN || errno == EINTR {
      return
    } else {
      // It does not want to hear it: SIGPIPE is ignored here, and EPIPE is no failure.
      input = []
    }
    guard input.isEmpty else { return }
    close(inputEnd)
    self.inputEnd = nil
  }

  private mutating func readOutput() {
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      let count = read(output, buffer.baseAddress, buffer.count)
      if count > 0 {
        let read = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        whenRead?(read)
        let new = read.suffix(Self.tailLength)
        tail.removeFirst(max(0, min(tail.count, tail.count + new.count - Self.tailLength)))
        tail.append(contentsOf: new)
      }
      return count
    }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { isSilent = true }
  }
}
