import CLibrary

/// The two ends of a terminal of the kernel's: its size can be set, and it can be typed on.
final class PseudoTerminal {
  struct Unavailable: Error {}

  /// What a person has in front of them.
  let person: CInt
  /// What a program has.
  let program: CInt

  init(rows: Int, columns: Int) throws {
    person = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard person >= 0, let name = PseudoTerminal.otherEnd(of: person) else { throw Unavailable() }
    program = open(name, O_RDWR | O_NOCTTY)
    guard program >= 0 else { throw Unavailable() }
    _ = fcntl(person, F_SETFL, O_NONBLOCK)
    resize(rows: rows, columns: columns)
  }

  /// Unlocks the program's end; its path.
  private static func otherEnd(of person: CInt) -> String? {
    #if canImport(Darwin)
      guard grantpt(person) == 0, unlockpt(person) == 0, let name = ptsname(person) else {
        return nil
      }
      return String(cString: name)
    #else
      // Swift's Glibc has no unlockpt() and ptsname(): TIOCSPTLCK and TIOCGPTN are what they do.
      var lock: CInt = 0
      var number: CInt = 0
      guard ioctl(person, 0x4004_5431, &lock) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
        return nil
      }
      return "/dev/pts/\(number)"
    #endif
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

  /// How many bytes have been typed and not been read, a line ended or not.
  func waitingInput() -> Int {
    var modes = termios()
    tcgetattr(program, &modes)
    cfmakeraw(&modes)
    tcsetattr(program, TCSANOW, &modes)
    var count: CInt = 0
    _ = ioctl(program, UInt(FIONREAD), &count)
    return Int(count)
  }

  /// Takes what the program has sent, so that it never waits for a reader; returns how much it was.
  @discardableResult
  func drain() -> Int { take().count }

  /// Takes what the program has sent.
  func take() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var taken: [UInt8] = []
    while true {
      let count = read(person, &buffer, buffer.count)
      guard count > 0 else { return taken }
      taken += buffer[..<count]
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
  let names: [String] = ["C.UTF-8", "en_US.UTF-8", "UTF-8"]
  return names.contains { name in setlocale(LC_CTYPE, name) != nil }
}
