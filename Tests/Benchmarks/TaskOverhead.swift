import LastcallPod

/// What counting costs a task, beside the same tasks uncounted.
enum TaskOverhead {
  /// Nanoseconds that `withTask` adds to one task.
  ///
  /// - Parameter threads: how many begin and end tasks at the same time, on one counter.
  static func measurement(threads: Int, tasksEach: Int) async -> Measurement {
    var added: [Double] = []
    for _ in 0..<5 {
      let tasks = TaskCounter()
      let plain = await nanoseconds(threads, tasksEach) { work($0) }
      let counted = await nanoseconds(threads, tasksEach) { seed in
        tasks.withTask { work(seed) }
      }
      precondition(tasks.snapshot.completed == threads * tasksEach)
      added.append(counted - plain)
    }
    return Measurement(
      "counting a task, \(threads) at a time", unit: "ns", target: (1000, isLeast: false),
      numbers: added)
  }

  /// A few nanoseconds of work that nothing can leave out.
  @inline(never)
  private static func work(_ seed: UInt64) -> UInt64 {
    (seed &* 6_364_136_223_846_793_005) ^ (seed >> 29)
  }

  private static func nanoseconds(
    _ threads: Int, _ tasksEach: Int, _ task: @escaping @Sendable (UInt64) -> UInt64
  ) async -> Double {
    let time = await ContinuousClock().measure {
      await withTaskGroup { group in
        for thread in 0..<threads {
          group.addTask {
            var seed = UInt64(thread)
            for _ in 0..<tasksEach { seed = task(seed) }
            return seed
          }
        }
        var sum: UInt64 = 0
        for await seed in group { sum &+= seed }
        precondition(sum != 1)
      }
    }
    return time.seconds * 1_000_000_000 / Double(tasksEach)
  }
}
