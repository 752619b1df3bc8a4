internal import Dispatch
public import ShutdownModel
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Writes a run to a file, line by line, on a thread of its own.
///
/// Each batch of events is one write, so that a recording can be read whatever ends the process.
/// When the disk is full or does not keep up, recording stops and says so; the run goes on.
public final class RecordingWriter: Sendable {
  private let descriptor: Int32
  private let path: String
  private let redact: (@Sendable (String) -> String)?
  private let stopped: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "recording")
  private let state: Mutex<Progress>
  private let byteLimit: Int

  private struct Progress {
    var waiting = 0
    var bytes = 0
    var hasStopped = false
  }

  /// So many events may wait for the disk.
  private static let waitingLimit = 200_000

  /// Makes a file that only its owner can read and writes the header.
  ///
  /// - Parameters:
  ///   - byteLimit: recording stops, and says so, before the file is larger.
  ///   - redact: what is left of a text that is there only to be read: log lines, messages, reasons.
  ///   - stopped: called once, on any thread, when recording had to stop, with the reason.
  /// - Throws: ``RecordingFileError``, also when the file exists and holds something.
  public init(
    path: String, header: RecordingHeader, byteLimit: Int = .max,
    redact: (@Sendable (String) -> String)? = nil,
    stopped: @escaping @Sendable (String) -> Void
  ) throws(RecordingFileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw RecordingFileError("cannot record to", path, errno: errno)
    }
    var status = stat()
    fstat(descriptor, &status)
    guard status.st_size == 0 else {
      close(descriptor)
      throw RecordingFileError(
        "cannot record to", path, "it holds something already; name another file or remove it")
    }
    // One that existed, empty, may be readable by others.
    if status.st_mode & S_IFMT == S_IFREG { fchmod(descriptor, 0o600) }
    self.descriptor = descriptor
    self.path = path
    self.byteLimit = byteLimit
    self.redact = redact
    self.stopped = stopped
    state = Mutex(Progress())
    let line = Record.header(header).line + "\n"
    queue.async { self.append(line) }
  }

  deinit {
    close(descriptor)
  }

  /// Adds events to the recording; returns at once.
  public func record(_ events: [Event]) {
    guard !events.isEmpty else { return }
    let mayGo = state.withLock { state in
      guard !state.hasStopped else { return false }
      state.waiting += events.count
      return true
    }
    guard mayGo else { return }
    queue.async {
      let isBehind = self.state.withLock { state in
        defer { state.waiting -= events.count }
        return state.waiting > RecordingWriter.waitingLimit
      }
      if isBehind { return self.stop("the disk does not keep up") }
      var text = ""
      for event in events { text += Record.event(self.redacted(event)).line + "\n" }
      self.append(text)
    }
  }

  /// Waits until everything is written, but not without end: blanking by a pattern that is slow on
  /// what the logs hold must not keep a run from ending.
  ///
  /// - Returns: false when the recording lacks its end.
  @discardableResult
  public func finish() -> Bool {
    let isWritten = DispatchSemaphore(value: 0)
    queue.async { isWritten.signal() }
    guard isWritten.wait(timeout: .now() + Self.patience) == .timedOut else { return true }
    state.withLock { $0.hasStopped = true }
    return false
  }

  private static let patience = DispatchTimeInterval.seconds(5)

  /// Without what is to be blanked in any text that is there only to be read.
  private func redacted(_ event: Event) -> Event {
    guard let redact else { return event }
    var event = event
    switch event.observation {
    case .log(var line):
      line.text = redact(line.text)
      event.observation = .log(line)
    case .commandOutput(let text): event.observation = .commandOutput(redact(text))
    case .command(.began(let text)): event.observation = .command(.began(text: redact(text)))
    case .event(var object):
      object.message = redact(object.message)
      event.observation = .event(object)
    case .status(var status):
      switch status.answer {
      case .malformed(let reason): status.answer = .malformed(reason: redact(reason))
      case .failed(let reason): status.answer = .failed(redact(reason))
      case .report, .refused, .timedOut, .notFound, .forbidden: return event
      }
      event.observation = .status(status)
    case .input(var input):
      switch input.change {
      case .lost(let reason): input.change = .lost(redact(reason))
      case .degraded(let reason): input.change = .degraded(redact(reason))
      case .discarded(let reason): input.change = .discarded(redact(reason))
      case .connected, .following: return event
      }
      event.observation = .input(input)
    default: break
    }
    return event
  }

  private func append(_ text: String) {
    guard !state.withLock({ $0.hasStopped }) else { return }
    let size = text.utf8.count
    let isFull = state.withLock { state in
      state.bytes += size
      return state.bytes > byteLimit
    }
    if isFull { return stop("it has reached \(byteLimit >> 20) MB") }
    var text = text
    let failure: Int32? = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return nil
    }
    if let failure { stop(String(cString: strerror(failure))) }
  }

  private func stop(_ reason: String) {
    let isFirst = state.withLock { state in
      defer { state.hasStopped = true }
      return !state.hasStopped
    }
    if isFirst { stopped("recording to \(path.harmless(limit: 200)) has stopped: \(reason)") }
  }
}
