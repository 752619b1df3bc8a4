#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The two ends of a terminal of the kernel's: its size can be set, and it can be typed on.
final class PseudoTerminal {
  struct Unavailable: Error {}

  /// What a person has in front of them.
  let person: CInt
  /// What a program has.
  let program: CInt

  init(rows: Int, columns: Int) throws {
    person = posix_openpt(O_RDWR | O_NOCTTY)
    guard person >= 0, grantpt(person) == 0, unlockpt(person) == 0, let name = ptsname(person)
    else { throw Unavailable() }
    program = open(name, O_RDWR | O_NOCTTY)
    guard program >= 0 else { throw Unavailable() }
    _ = fcntl(person, F_SETFL, O_NONBLOCK)
    resize(rows: rows, columns: columns)
  }

  deinit {
    close(person)
    close(program)
  }

  func resize(rows: Int, columns: Int) {
    var size = winsize()
    size.ws_row = UInt16(rows)
    size.ws_col = UInt16(columns)
    _ = ioctl(program, UInt(TIOCSWINSZ), &size)
  }

  /// Types bytes on the keyboard.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(person, bytes, bytes.count)
  }

  /// Takes what the program has sent, so that it never waits for a reader; returns how much it was.
  @discardableResult
  func drain() -> Int {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let count = read(person, &buffer, buffer.count)
      guard count > 0 else { return total }
      total += count
    }
  }
}

/// A file without a name for what ncurses writes.
final class OutputFile {
  let descriptor: CInt

  init() throws {
    guard let file = tmpfile() else { throw PseudoTerminal.Unavailable() }
    descriptor = dup(fileno(file))
    fclose(file)
  }

  deinit { close(descriptor) }

  /// How many bytes have been written.
  var count: Int { Int(lseek(descriptor, 0, SEEK_END)) }
}

/// Characters beyond ASCII, whatever the environment says.
func useUTF8() -> Bool {
  ["C.UTF-8", "en_US.UTF-8", "UTF-8"].contains { setlocale(LC_CTYPE, $0) != nil }
}
