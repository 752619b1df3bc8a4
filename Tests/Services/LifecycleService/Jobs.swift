import Glibc

/// Writes a line at once.
private func tell(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDOUT_FILENO, bytes, bytes.count)
}

/// A job every five milliseconds, each told when it is taken.
func jobs() -> AsyncStream<Int> {
  let next = Counter()
  return AsyncStream {
    guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { return nil }
    let job = await next.next()
    tell("took \(job)")
    return job
  }
}

private actor Counter {
  private var job = -1

  func next() -> Int {
    job += 1
    return job
  }
}

/// Takes a while and tells that it is done; with `STUCK` in the environment the first never is.
func finish(_ job: Int) async throws {
  let isStuck = job == 0 && getenv("STUCK") != nil
  try await Task.sleep(for: isStuck ? .seconds(3600) : .milliseconds(100 + job * 37 % 400))
  tell("done \(job)")
}
