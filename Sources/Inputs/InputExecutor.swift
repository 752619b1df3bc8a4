import Dispatch
import Synchronization

/// Threads for what comes in, apart from those that the run itself needs.
///
/// Streams that never pause keep every thread busy that they may use: they must leave others to the
/// loop that is to end the run. A serial queue of Dispatch has a thread of its own, which the busy ones
/// of its pool do not take away.
public final class InputExecutor: TaskExecutor {
  /// For connections, watches and files.
  public static let sources = InputExecutor(label: "sources", threads: 2)
  /// For log streams, which share one parser.
  static let logs = InputExecutor(label: "logs", threads: 1)

  private let queues: [DispatchQueue]
  private let next = Atomic(0)

  init(label: String, threads: Int) {
    queues = (0..<threads).map { DispatchQueue(label: "\(label)-\($0)") }
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
    queues[Int(UInt(bitPattern: number) % UInt(queues.count))].async {
      job.runSynchronously(on: self.asUnownedTaskExecutor())
    }
  }
}
