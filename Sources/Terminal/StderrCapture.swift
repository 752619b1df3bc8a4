internal import CLibrary

/// Keeps what is written to stderr while the screen is up, and writes it afterwards.
///
/// A stray warning of a library would otherwise stand in the middle of the picture.
final class StderrCapture {
  private let saved: CInt
  private let file: CInt

  /// Nil when no temporary file can be made: then stderr stays as it is.
  init?() {
    var template = Array("/tmp/lastcall-stderr-XXXXXX".utf8CString)
    file = mkstemp(&template)
    guard file >= 0 else { return nil }
    unlink(template)
    saved = dup(STDERR_FILENO)
    guard saved >= 0, dup2(file, STDERR_FILENO) >= 0 else {
      close(file)
      return nil
    }
  }

  /// Puts stderr back and writes what has come, at most 64 KB of it.
  func release() {
    dup2(saved, STDERR_FILENO)
    close(saved)
    lseek(file, 0, SEEK_SET)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(file, &buffer, buffer.count)
    if count > 0 { _ = write(STDERR_FILENO, buffer, count) }
    close(file)
  }
}
