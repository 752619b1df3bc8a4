import CLibrary
import Processes
import Synchronization

/// A door that is opened once, for which any number of threads may wait.
///
/// A pipe whose writing end is closed: that wakes all who poll the other one, and nothing else is needed
/// that could be starved.
final class Latch: Sendable {
  private let reader: Int32
  private let writer: Int32
  private let isOpen = Atomic(false)

  init() throws(SystemError) {
    (reader, writer) = try pipe()
  }

  deinit {
    close(reader)
    if !isOpen.load(ordering: .acquiring) { close(writer) }
  }

  /// Opens it; a second time changes nothing.
  func open() {
    guard !isOpen.exchange(true, ordering: .acquiringAndReleasing) else { return }
    close(writer)
  }

  /// Blocks until it is open or so many seconds have passed; true when it is open.
  @discardableResult
  func wait(atMost seconds: Double? = nil) -> Bool {
    let end = seconds.map { monotonicNanoseconds() + Duration(inSeconds: $0).nanoseconds }
    while !isOpen.load(ordering: .acquiring) {
      var timeout: Int32 = -1
      if let end {
        let now = monotonicNanoseconds()
        guard now < end else { return false }
        timeout = Int32(min((end - now) / 1_000_000 + 1, 60_000))
      }
      var entry = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
      _ = poll(&entry, 1, timeout)
    }
    return true
  }
}
