internal import CLibrary
internal import Dispatch
internal import HarmlessText
public import LogText
internal import PodStatus
public import ShutdownModel
internal import Synchronization
internal import Time

/// Writes a run to a file, line by line, on a thread of its own.
///
/// Each batch of events is one write, so that a recording can be read whatever ends the process.
/// When the disk is full or does not keep up, recording stops and says so; the run goes on.
public final class RecordingWriter: Sendable {
  /// Only the queue uses it; negative until somebody reads a pipe.
  private let descriptor: Mutex<Int32>
  private let isPipe: Bool
  private let path: String
  private let redaction: Mutex<RecordRedaction?>
  private let redactionPatience: Duration
  private let stopped: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "recording")
  private let state: Mutex<Progress>
  private let byteLimit: Int

  private struct Progress {
    var waiting = 0
    var bytes = 0
    var hasStopped = false
    /// When the batch came of which something is being blanked.
    var redactingSince: ContinuousClock.Instant?
    /// The end of the run has been waited for; nothing waits any more.
    var isOver = false
  }

  /// So many events may wait for the disk.
  private static let waitingLimit = 200_000

  /// Makes a file that only its owner can read and writes the header.
  ///
  /// - Parameters:
  ///   - isNew: a file that exists is refused, also one that is empty.
  ///   - byteLimit: recording stops, and says so, before the file is larger.
  ///   - redaction: what is blanked in every text that may be private.
  ///   - stopped: called once, on any thread, when recording had to stop, with the reason.
  /// - Throws: ``RecordingFileError``, also when the file exists and holds something.
  public convenience init(
    path: String, header: RecordingHeader, isNew: Bool = false, byteLimit: Int = .max,
    redaction: LogRedaction? = nil, stopped: @escaping @Sendable (String) -> Void
  ) throws(RecordingFileError) {
    try self.init(
      path: path, header: header, isNew: isNew, byteLimit: byteLimit, redaction: redaction,
      redactionPatience: .seconds(2), stopped: stopped)
  }

  init(
    path: String, header: RecordingHeader, isNew: Bool = false, byteLimit: Int = .max,
    redaction: LogRedaction?, redactionPatience: Duration,
    stopped: @escaping @Sendable (String) -> Void
  ) throws(RecordingFileError) {
    var status = stat()
    // To open a pipe waits for its reader, who may never come; the run must not.
    isPipe = !isNew && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (isNew ? O_EXCL : 0)
    let descriptor = isPipe ? -1 : open(path, flags, 0o600)
    guard isPipe || descriptor >= 0 else {
      throw RecordingFileError("cannot record to", path, errno: errno)
    }
    status = stat()
    if !isPipe { fstat(descriptor, &status) }
    guard status.st_size == 0 else {
      close(descriptor)
      throw RecordingFileError(
        "cannot record to", path, "it holds something already; name another file or remove it")
    }
    // One that existed, empty, may be readable by others.
    if status.st_mode & S_IFMT == S_IFREG { fchmod(descriptor, 0o600) }
    self.descriptor = Mutex(descriptor)
    self.path = path
    self.byteLimit = byteLimit
    self.redaction = Mutex(redaction.map(RecordRedaction.init))
    self.redactionPatience = redactionPatience
    self.stopped = stopped
    state = Mutex(Progress())
    let line = line(.header(header))
    queue.async {
      if self.isPipe { self.waitForReader() }
      self.append(line)
    }
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { close($0) } }
  }

  /// Opens a pipe once somebody reads it, or gives up when the run is over.
  private func waitForReader() {
    while !state.withLock({ $0.isOver }) {
      let opened = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      if opened >= 0 {
        _ = fcntl(opened, F_SETFL, fcntl(opened, F_GETFL) & ~O_NONBLOCK)
        return descriptor.withLock { $0 = opened }
      }
      guard errno == ENXIO || errno == EINTR else { return stop(String(cString: strerror(errno))) }
      usleep(50_000)
    }
  }

  /// Nothing more is written, for a reason that has been told.
  public var hasStopped: Bool { state.withLock { $0.hasStopped } }

  /// Adds events to the recording; returns at once.
  public func record(_ events: [Event]) {
    guard !events.isEmpty else { return }
    let now = ContinuousClock.now
    let (mayGo, problem): (Bool, String?) = state.withLock { state in
      guard !state.hasStopped else { return (false, nil) }
      if let oldest = state.redactingSince, now - oldest > redactionPatience {
        return (false, "blanking what --redact matches does not keep up")
      }
      state.waiting += events.count
      guard state.waiting > RecordingWriter.waitingLimit else { return (true, nil) }
      return (false, isPipe ? "nobody reads it fast enough" : "the disk does not keep up")
    }
    if let problem { return stop(problem) }
    guard mayGo else { return }
    queue.async {
      defer { self.state.withLock { $0.waiting -= events.count } }
      if let text = self.text(of: events, since: now) { self.append(text) }
    }
  }

  /// The lines of a batch that came then; nil when recording has stopped.
  private func text(of events: [Event], since: ContinuousClock.Instant) -> String? {
    let isRedacting = redaction.withLock { $0 != nil }
    if isRedacting { state.withLock { $0.redactingSince = since } }
    defer { if isRedacting { state.withLock { $0.redactingSince = nil } } }
    var text = ""
    for event in events {
      guard !state.withLock({ $0.hasStopped }) else { return nil }
      text += line(.event(event))
    }
    return text
  }

  private func line(_ record: Record) -> String {
    let json = record.json
    return redaction.withLock { $0?.redacted(json) ?? json }.text + "\n"
  }

  /// Waits until everything is written, but not without end: what is slow must not keep a run from
  /// ending.
  ///
  /// - Returns: false when the recording lacks its end and nobody was told yet.
  @discardableResult
  public func finish() -> Bool {
    if state.withLock({ $0.hasStopped }) { return true }
    let isWritten = DispatchSemaphore(value: 0)
    queue.async { isWritten.signal() }
    let patience = isPipe ? Self.patienceWithPipe : Self.patience
    guard isWritten.wait(timeout: .now() + patience) == .timedOut else { return true }
    state.withLock { state in
      state.hasStopped = true
      state.isOver = true
    }
    return false
  }

  private static let patience = DispatchTimeInterval.seconds(5)
  /// Whoever reads a pipe may be slow without end.
  private static let patienceWithPipe = DispatchTimeInterval.milliseconds(500)

  /// One sentence for a recording that was not finished.
  public var whyItLacksItsEnd: String {
    isPipe
      ? "the recording lacks its end: nobody reads \(path.harmless(limit: 200)), or too slowly"
      : "the recording lacks its end: it was not written in time"
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
    let descriptor = descriptor.withLock { $0 }
    guard descriptor >= 0 else { return }
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
