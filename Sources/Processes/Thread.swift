import CLibrary

/// Runs body on a thread of its own, which neither Dispatch nor the concurrency pool can starve.
package func startThread(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
  #if canImport(Darwin) || canImport(Musl)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let box = Unmanaged.passRetained(ThreadBody(body))
  let code = pthread_create(&thread, nil, runThread, box.toOpaque())
  guard code == 0 else {
    box.release()
    throw SystemError(action: "cannot start a thread", code: code)
  }
  #if canImport(Darwin) || canImport(Musl)
    if let thread { pthread_detach(thread) }
  #else
    pthread_detach(thread)
  #endif
}

private final class ThreadBody: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

#if canImport(Darwin)
  private func runThread(_ box: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().body()
    return nil
  }
#else
  private func runThread(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box { Unmanaged<ThreadBody>.fromOpaque(box).takeRetainedValue().body() }
    return nil
  }
#endif
