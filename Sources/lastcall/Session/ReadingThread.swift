import Dispatch

/// Reads files on a thread of its own, for reading waits; a failure is one sentence on stderr.
func onReadingThread(_ work: @escaping @Sendable () throws -> Int32) async -> Int32 {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      do {
        continuation.resume(returning: try work())
      } catch {
        complain(error)
        continuation.resume(returning: 1)
      }
    }
  }
}
