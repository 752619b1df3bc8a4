import CLibrary
import Synchronization

/// A pipe for a child: both ends close on exec and are out of the way of descriptors 0 to 3.
package struct Pipe {
  package let reader: Int32
  package let writer: Int32

  /// Held while a pipe has ends that stay open on exec, and while a child starts.
  static let isOpenOnExec = Mutex(())

  package init() throws(SystemError) {
    let ends = Pipe.isOpenOnExec.withLock { _ -> (reader: Int32, writer: Int32) in
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return (-1, -1) }
      defer { for end in ends { close(end) } }
      return (fcntl(ends[0], F_DUPFD_CLOEXEC, 10), fcntl(ends[1], F_DUPFD_CLOEXEC, 10))
    }
    (reader, writer) = ends
    guard reader >= 0, writer >= 0 else {
      let error = SystemError(action: "cannot make a pipe")
      for end in [reader, writer] where end >= 0 { close(end) }
      throw error
    }
  }
}
