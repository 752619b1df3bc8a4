internal import CLibrary
public import LogText
internal import NIOPosix
internal import ShutdownModel

/// A log that is read on this machine: stdin, or a file that is followed as it grows.
///
/// Nothing of it is dropped: while the model is behind, reading waits.
public final class LocalLog: Sendable {
  /// Where it comes from.
  public enum Source: Equatable, Sendable {
    case standardInput
    case file(String)

    /// `-` is stdin, anything else a file.
    public init(_ name: String) {
      self = name == "-" ? .standardInput : .file(name)
    }

    var name: String {
      switch self {
      case .standardInput: "-"
      case .file(let path): path
      }
    }
  }

  private let source: Source
  private let queue: EventQueue
  private let reading: LogReading

  /// How often a file is looked at for more.
  private static let interval = Duration.milliseconds(200)
  /// How much of what stood in a file before is read.
  private static let tailLength: off_t = 256 << 10
  private static let chunkSize = 64 << 10

  /// Makes a log; nothing is read yet.
  public init(_ source: Source, recogniser: LogRecogniser, queue: EventQueue) {
    self.source = source
    self.queue = queue
    reading = LogReading(recogniser)
  }

  /// Reads until the task is cancelled, or stdin ends.
  ///
  /// - Throws: ``LocalLogError`` when a file cannot be opened at the start.
  public func run() async throws {
    switch source {
    case .standardInput: await readStandardInput()
    case .file(let path): try await follow(path)
    }
  }

  private func readStandardInput() async {
    var splitter = LineSplitter(limit: LogReading.lineLimit)
    while !Task.isCancelled {
      // A read that waits would hold up a thread that others need.
      let bytes = try? await NIOThreadPool.singleton.runIfActive {
        LocalLog.hasInput(STDIN_FILENO) ? LocalLog.chunk(from: STDIN_FILENO) : nil
      }
      guard let bytes else { continue }
      if bytes.isEmpty { break }
      for line in splitter.split(bytes) { await receive(line) }
    }
    if let rest = splitter.finish() { await receive(rest) }
    if !Task.isCancelled { await say("logs: stdin has ended") }
  }

  private func follow(_ path: String) async throws {
    var file = try OpenFile(path)
    file.skipToTail(LocalLog.tailLength)
    var splitter = LineSplitter(limit: LogReading.lineLimit)
    var isMissing = false
    while !Task.isCancelled {
      let bytes = LocalLog.chunk(from: file.descriptor)
      if !bytes.isEmpty {
        for line in splitter.split(bytes) { await receive(line) }
        continue
      }
      if file.isTruncated {
        file.rewind()
        splitter = LineSplitter(limit: LogReading.lineLimit)
        await say("logs \(path): the file was truncated; reading it from its start")
        continue
      }
      if file.isReplaced(at: path) {
        // The last line of the old file may lack its end.
        if let rest = splitter.finish() { await receive(rest) }
        if let next = try? OpenFile(path) {
          file.close()
          file = next
          isMissing = false
          continue
        }
        if !isMissing { await say("logs \(path): the file is gone; waiting for it to come back") }
        isMissing = true
      }
      try? await Task.sleep(for: LocalLog.interval)
    }
    file.close()
  }

  private func receive(_ line: HTTPLine) async {
    guard !line.bytes.isEmpty else { return }
    await queue.send(.log(reading.line(line, pod: .unnamed, container: nil)))
  }

  private func say(_ text: String) async {
    await queue.send(.input(InputObservation(.logs(source.name), .degraded(text))))
  }

  /// Waits a moment for something to read, or the end; a read would outlast the run.
  private static func hasInput(_ descriptor: CInt) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, 200) > 0
  }

  /// What there is, at most a chunk; empty at the end or after an error.
  private static func chunk(from descriptor: CInt) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      var got = read(descriptor, base, buffer.count)
      while got < 0, errno == EINTR { got = read(descriptor, base, buffer.count) }
      count = max(got, 0)
    }
  }
}
