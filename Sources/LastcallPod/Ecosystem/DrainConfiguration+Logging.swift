#if Logging
  public import Logging
  import Processes
  import Synchronization

  extension DrainConfiguration {
    /// Writes its lines to a logger of swift-log.
    ///
    /// A handler may wait for whoever reads its output. The drain does not wait with it: the lines go out on a thread of
    /// their own, those that have not gone out when the process ends are given a little time, and of a log that is stuck
    /// the newest are left out.
    ///
    /// - Parameters:
    ///   - logger: takes the lines.
    ///   - level: of what it takes; a warning is one in any case.
    public mutating func log(to logger: Logger, level: Logger.Level = .notice) {
      let queue = LineQueue { line in
        let warning = "warning: "
        if line.hasPrefix(warning) {
          logger.warning("\(line.dropFirst(warning.count))")
        } else {
          logger.log(level: level, "\(line)")
        }
      }
      log = { queue.add($0) }
      flushLog = { queue.wait(atMost: .milliseconds(500)) }
    }
  }

  /// Hands lines on, in their order, to what may block.
  final class LineQueue: Sendable {
    private struct State {
      var lines: [String] = []
      var isWriting = false
    }

    private static let limit = 1000

    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    init(write: @escaping @Sendable (String) -> Void) {
      self.write = write
    }

    func add(_ line: String) {
      let begins = state.withLock { state in
        if state.lines.count < Self.limit { state.lines.append(line) }
        defer { state.isWriting = true }
        return !state.isWriting
      }
      guard begins else { return }
      do {
        try startThread(writeAll)
      } catch {
        state.withLock { $0.isWriting = false }
      }
    }

    /// Waits until everything has gone out.
    func wait(atMost limit: Duration) {
      let end = monotonicNanoseconds() + limit.nanoseconds
      while state.withLock({ $0.isWriting }), monotonicNanoseconds() < end { pause() }
    }

    private func writeAll() {
      while let line = next() { write(line) }
    }

    private func next() -> String? {
      state.withLock { state in
        state.isWriting = !state.lines.isEmpty
        return state.isWriting ? state.lines.removeFirst() : nil
      }
    }
  }
#endif
