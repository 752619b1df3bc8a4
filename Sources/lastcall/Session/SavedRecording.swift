import Dispatch
import Inputs
import LogText
import Recording
import RunReports
import ShutdownModel
import Synchronization

/// Writes what a live run keeps for looking back as a recording, beside the run.
final class SavedRecording: Sendable {
  private struct Progress {
    var isRunning = false
    /// What became of it, until somebody has taken it.
    var news: String?
  }

  /// So many events are written before the next are made into lines.
  private static let batch = 5_000

  private let header: RecordingHeader
  private let redaction: LogRedaction?
  private let queue: EventQueue
  private let progress = Mutex(Progress())
  private let threads = DispatchGroup()

  init(_ header: RecordingHeader, redaction: LogRedaction?, queue: EventQueue) {
    self.header = header
    self.redaction = redaction
    self.queue = queue
  }

  /// Begins to write a file that does not exist yet; what is to be said meanwhile.
  ///
  /// - Parameter report: what became of the report that is saved with it.
  func start(_ history: History, path: String, beside report: String) -> String {
    let isFirst = progress.withLock { progress in
      defer { progress.isRunning = true }
      return !progress.isRunning
    }
    guard isFirst else { return "\(report); the recording before is still being written" }
    DispatchQueue.global().async(group: threads) {
      let sentence = self.write(history, to: path)
      self.progress.withLock { $0 = Progress(news: "\(sentence); \(report)") }
      self.queue.wakeUp()
    }
    return "\(report); the recording is being written"
  }

  /// What became of a recording, once.
  func takeNews() -> String? {
    progress.withLock { progress in
      defer { progress.news = nil }
      return progress.news
    }
  }

  /// Waits for a recording that is being written; what became of it, if nobody was told.
  func finish() async -> String? {
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
    return takeNews()
  }

  /// One sentence: saved, and what of the run is missing; or why not.
  private func write(_ history: History, to path: String) -> String {
    guard let events = history.recorded else {
      return "no recording: the run's beginning is no longer in memory (--record keeps all of it)"
    }
    let lines = history.lineCountLeftOut
    let lacks = lines == 0 ? "" : " without \(counted(lines, "old log line")) of running pods"
    let reason = Shared<String?>(nil)
    do {
      let writer = try RecordingWriter(
        path: path, header: header, isNew: true, redaction: redaction
      ) { reason.value = $0 }
      for start in stride(from: 0, to: events.count, by: Self.batch) {
        writer.record(Array(events[start..<min(start + Self.batch, events.count)]))
        guard writer.finish() else { return writer.whyItLacksItsEnd }
      }
    } catch {
      return "\(error)"
    }
    return reason.value ?? "saved \(path)\(lacks)"
  }
}
