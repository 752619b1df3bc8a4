internal import CLibrary
import HarmlessText
import ShutdownModel

/// A log file that is open, and whether it is still the one its path names.
struct OpenFile {
  let descriptor: CInt
  private let device: dev_t
  private let inode: ino_t

  /// - Throws: ``LocalLogError``.
  init(_ path: String) throws(LocalLogError) {
    // A pipe, as of the shell's <(…), must not hold up whoever opens or reads it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw LocalLogError(path: path, errno: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      _ = closeDescriptor(descriptor)
      throw LocalLogError(path: path, errno: EISDIR)
    }
    self.descriptor = descriptor
    device = status.st_dev
    inode = status.st_ino
  }

  /// Goes to the first line of the file's last so many bytes.
  func skipToTail(_ length: off_t) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end > length else {
      lseek(descriptor, 0, SEEK_SET)
      return
    }
    lseek(descriptor, end - length, SEEK_SET)
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") {}
  }

  /// Goes back to the start.
  func rewind() {
    lseek(descriptor, 0, SEEK_SET)
  }

  /// It is shorter than what was read of it.
  var isTruncated: Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return lseek(descriptor, 0, SEEK_CUR) > status.st_size
  }

  /// The path names another file now, or none.
  func isReplaced(at path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_dev != device || status.st_ino != inode
  }

  func close() {
    _ = closeDescriptor(descriptor)
  }
}

/// Why a log file cannot be followed.
public struct LocalLogError: Error, Equatable, Sendable, CustomStringConvertible {
  let path: String
  let errno: CInt

  /// One sentence.
  public var description: String {
    "cannot read the log file \(path.harmless(limit: 300)): \(String(cString: strerror(errno)))"
  }
}

/// `close(2)`, which inside a type with a method of that name cannot be called by its own.
private func closeDescriptor(_ descriptor: CInt) -> CInt {
  close(descriptor)
}
