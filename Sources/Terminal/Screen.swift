internal import CLibrary
internal import CNCurses
public import Views

/// The terminal while a dashboard is on it.
///
/// Not `Sendable`: ncurses has one owner. Open it inside a function, so that it is closed however
/// the function ends; a crash puts the terminal back, too.
public final class Screen {
  private let terminal: OpaquePointer
  private let output: CInt
  private let input: CInt
  private let ownsInput: Bool
  private let theme: Theme
  private var pairs: [Int32] = []
  private var attributes: [UInt32] = []
  private var stderrCapture: StderrCapture?
  private var isSuspended = false

  /// Opens the screen.
  ///
  /// - Parameters:
  ///   - type: the terminal's type; nil reads `$TERM`.
  ///   - output: the descriptor of the terminal.
  ///   - keysFromTerminal: stdin is the log stream, so keys come from the controlling terminal.
  /// - Throws: ``ScreenError``.
  public init(
    type: String? = nil, theme: Theme, usesMouse: Bool, keysFromTerminal: Bool = false,
    output: CInt = 1, requiresTerminal: Bool = true
  ) throws(ScreenError) {
    if requiresTerminal, isatty(output) == 0 { throw .notATerminal }
    if keysFromTerminal || (requiresTerminal && isatty(STDIN_FILENO) == 0) {
      input = openTerminal("/dev/tty")
      guard input >= 0 else { throw .noKeys }
      ownsInput = true
    } else {
      input = requiresTerminal ? STDIN_FILENO : output
      ownsInput = false
    }
    self.output = output
    // They would override the terminal's real size.
    if requiresTerminal {
      unsetenv("LINES")
      unsetenv("COLUMNS")
    }
    guard let opened = Screen.open(type, output: output, input: input, usesMouse: usesMouse) else {
      if ownsInput { closeDescriptor(input) }
      throw .unknownType(type ?? getenv("TERM").map { String(cString: $0) } ?? "")
    }
    terminal = opened
    let colors = Int(lc_colors(opened))
    self.theme = colors == 0 ? .plain : theme
    if requiresTerminal {
      lc_restore_on_crash(opened)
      stderrCapture = StderrCapture()
    }
    definePairs(colors: colors)
  }

  private static func open(
    _ type: String?, output: CInt, input: CInt, usesMouse: Bool
  ) -> OpaquePointer? {
    guard let type else { return lc_open(nil, output, input, usesMouse) }
    return type.withCString { lc_open($0, output, input, usesMouse) }
  }

  deinit {
    lc_close(terminal)
    lc_forget_crash()
    if ownsInput { closeDescriptor(input) }
    stderrCapture?.release()
  }

  /// The size now, as ncurses has it.
  public var size: Frame.Size {
    Frame.Size(rows: Int(lc_rows(terminal)), columns: Int(lc_columns(terminal)))
  }

  /// The descriptor keys come from, to wait on.
  public var keyDescriptor: CInt { input }

  /// Takes over the terminal's size after SIGWINCH.
  public func resize() {
    var rows: CInt = 0
    var columns: CInt = 0
    guard lc_size(output, &rows, &columns) else { return }
    lc_resize(terminal, rows, columns)
  }

  /// Draws everything anew: something else has written on the screen.
  public func redraw() {
    lc_redraw(terminal)
  }

  /// Rings the terminal's bell.
  public func beep() {
    lc_beep(terminal)
  }

  /// Asks the terminal for a desktop notification; the picture stays as it is.
  public func notify(_ text: String, by route: NotificationRoute) {
    let bytes = route.bytes(text)
    lc_send(terminal, bytes, CInt(bytes.count))
  }

  /// Leaves the screen as it was before, until ``resume()``.
  public func suspend() {
    isSuspended = true
    lc_suspend(terminal)
    lc_forget_crash()
    stderrCapture?.release()
    stderrCapture = nil
  }

  /// Comes back after ``suspend()``, or after a stop that nobody announced.
  public func resume() {
    if isSuspended {
      isSuspended = false
      lc_restore_on_crash(terminal)
      stderrCapture = StderrCapture()
    } else if lc_is_cooked(terminal) {
      // Stopped by SIGSTOP: the shell has set its own modes. What was left is set up anew.
      lc_suspend(terminal)
    }
    resize()
    lc_redraw(terminal)
  }

  /// Shows a frame: only what has changed is sent.
  public func show(_ frame: Frame) {
    let columns = frame.size.columns
    var run: [UInt32] = []
    run.reserveCapacity(columns)
    for row in 0..<frame.size.rows {
      let base = row * columns
      var start = 0
      while start < columns {
        let first = frame.cells[base + start]
        var end = start
        run.removeAll(keepingCapacity: true)
        while end < columns {
          let cell = frame.cells[base + end]
          guard cell.role == first.role, cell.isSelected == first.isSelected else { break }
          run.append(cell.scalar)
          end += 1
        }
        let look = first.lookIndex
        lc_put_run(
          terminal, Int32(row), Int32(start), run, Int32(run.count), pairs[look], attributes[look])
        start = end
      }
    }
    for (index, marks) in frame.marks {
      let cell = frame.cells[index]
      let scalars = [cell.scalar] + marks
      lc_put(
        terminal, Int32(index / max(columns, 1)), Int32(index % max(columns, 1)), scalars,
        Int32(scalars.count), pairs[cell.lookIndex], attributes[cell.lookIndex])
    }
    lc_cursor(
      terminal, frame.cursor != nil, Int32(frame.cursor?.row ?? 0),
      Int32(frame.cursor?.column ?? 0))
    lc_show(terminal)
  }

  /// What a cell of ncurses holds, for tests.
  func cell(row: Int, column: Int) -> (scalar: UInt32, pair: Int, attributes: UInt32) {
    var pair: CInt = 0
    var attributes: CUnsignedInt = 0
    let scalar = lc_cell(terminal, Int32(row), Int32(column), &pair, &attributes)
    return (scalar, Int(pair), attributes)
  }

  /// The next key or mouse event; nil when there is none.
  ///
  /// Never waits.
  public func read() -> Input? {
    while true {
      let input = lc_read(terminal)
      switch input.kind {
      case LC_NOTHING: return nil
      case LC_CHARACTER: if let key = Key(scalar: input.code) { return .key(key) }
      case LC_KEY: if let key = Key(code: input.code) { return .key(key) }
      case LC_MOUSE:
        switch lc_mouse(UInt32(input.code)) {
        case LC_CLICK: return .mouse(.click(row: Int(input.row), column: Int(input.column)))
        case LC_WHEEL_UP: return .mouse(.wheelUp)
        default: return .mouse(.wheelDown)
        }
      default: return nil
      }
    }
  }

  /// One pair for each look: a role, selected or not.
  private func definePairs(colors: Int) {
    let limit = Int(lc_pairs(terminal))
    for role in Role.allCases {
      for isSelected in [false, true] {
        let style = theme.style(of: role, isSelected: isSelected).reduced(to: colors)
        var pair: Int32 = 0
        let number = pairs.count + 1
        if style.foreground != nil || style.background != nil, number < limit {
          lc_define_pair(
            terminal, Int32(number), Int32(style.foreground ?? -1), Int32(style.background ?? -1))
          pair = Int32(number)
        }
        pairs.append(pair)
        attributes.append(UInt32(style.attributes.rawValue))
      }
    }
  }
}

extension Frame.Cell {
  /// Its place among the pairs.
  fileprivate var lookIndex: Int { Int(role.rawValue) * 2 + (isSelected ? 1 : 0) }
}

/// `close(2)`, which inside a type with a method of that name cannot be called by its own.
private func closeDescriptor(_ descriptor: CInt) {
  close(descriptor)
}

/// `open(2)` for the same reason.
private func openTerminal(_ path: String) -> CInt {
  open(path, O_RDWR | O_CLOEXEC)
}
