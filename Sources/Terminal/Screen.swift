internal import CLibrary
internal import CNCurses
public import Views

/// The terminal while a dashboard is on it.
///
/// Not `Sendable`: ncurses has one owner. Open it inside a function, so that it is closed however
/// the function ends; a crash puts the terminal back, too.
public final class Screen {
  let terminal: OpaquePointer
  private let output: CInt
  private let input: CInt
  private let ownsInput: Bool
  private var themes: GroundThemes
  private let environment: [String: String]
  private var pairs: [Int32] = []
  private var attributes: [UInt32] = []
  private var stderrCapture: StderrCapture?
  private var isSuspended = false
  private var title: String?
  /// What stands on the screen; nil when it is not known, or to be sent anew.
  private var shown: Frame?
  var reader: InputReader
  var question: GroundQuestion?
  var lastByteAt = ContinuousClock.now

  /// Opens the screen.
  ///
  /// - Parameters:
  ///   - type: the terminal's type; nil reads `$TERM`.
  ///   - output: the descriptor of the terminal.
  ///   - themes: where they depend on the ground, the terminal is asked for it.
  ///   - keysFromTerminal: stdin is the log stream, so keys come from the controlling terminal.
  ///   - environment: what tells of the ground, and of what stands between here and the terminal.
  /// - Throws: ``ScreenError``.
  public init(
    type: String? = nil, themes: GroundThemes, usesMouse: Bool, keysFromTerminal: Bool = false,
    output: CInt = 1, requiresTerminal: Bool = true, environment: [String: String] = [:]
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
    let direct = type == nil ? environment.directType : nil
    let keys = input
    let opened =
      direct.flatMap { Screen.open($0, output: output, input: keys, usesMouse: usesMouse) }
      ?? Screen.open(type, output: output, input: keys, usesMouse: usesMouse)
    guard let opened else {
      if ownsInput { closeDescriptor(input) }
      throw .unknownType(type ?? getenv("TERM").map { String(cString: $0) } ?? "")
    }
    terminal = opened
    self.themes = themes
    self.environment = environment
    reader = InputReader(terminal: opened, hasMouse: usesMouse)
    if requiresTerminal {
      lc_restore_on_crash(opened)
      stderrCapture = StderrCapture()
    }
    if themes.dependOnGround, lc_colors(opened) > 0 {
      use(themes[askForGround(environment)])
    } else {
      use(themes.unknown)
    }
  }

  private static func open(
    _ type: String?, output: CInt, input: CInt, usesMouse: Bool
  ) -> OpaquePointer? {
    guard let type else { return lc_open(nil, output, input, usesMouse) }
    return type.withCString { lc_open($0, output, input, usesMouse) }
  }

  deinit {
    readLateAnswer()
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
    shown = nil
    lc_resize(terminal, rows, columns)
  }

  /// Draws everything anew: something else has written on the screen.
  public func redraw() {
    shown = nil
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
    readLateAnswer()
    title = nil
    lc_suspend(terminal)
    lc_forget_crash()
    stderrCapture?.release()
    stderrCapture = nil
  }

  /// Comes back after ``suspend()``, or after a stop that nobody announced.
  public func resume() {
    if isSuspended {
      isSuspended = false
      lc_resume(terminal)
      lc_restore_on_crash(terminal)
      stderrCapture = StderrCapture()
    } else if lc_is_cooked(terminal) {
      // Stopped by SIGSTOP: the shell has set its own modes. What was left is set up anew.
      title = nil
      lc_suspend(terminal)
      lc_resume(terminal)
    }
    resize()
    shown = nil
    lc_redraw(terminal)
  }

  /// Gives the window a title, until the screen is left.
  ///
  /// Only what is another one than before is sent; control characters are left out.
  public func setTitle(_ text: String) {
    guard lc_has_modes(terminal), text != title else { return }
    title = text
    let bytes = Array(text.titleText(isUTF8: lc_is_utf8()).utf8)
    lc_set_title(terminal, bytes, CInt(bytes.count))
  }

  /// Asks the terminal to take a text into the clipboard.
  ///
  /// - Returns: false when it was not asked: it knows no clipboard, or the text is too long for one.
  @discardableResult
  public func copy(_ text: String) -> Bool {
    guard lc_has_modes(terminal),
      let bytes = Clipboard.bytes(text, through: NotificationRoute.Multiplexer(environment))
    else { return false }
    lc_send(terminal, bytes, CInt(bytes.count))
    return true
  }

  /// Takes over a theme; the next frame is drawn in it.
  func use(_ ground: Ground) {
    use(themes[ground])
    shown = nil
    lc_redraw(terminal)
  }

  /// Draws in another theme from now on, whatever the terminal says of its ground later.
  public func change(to theme: Theme) {
    themes = GroundThemes(theme)
    use(theme)
    shown = nil
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
        let look = frame.look(row: row, column: start)
        var end = start
        run.removeAll(keepingCapacity: true)
        while end < columns {
          guard frame.look(row: row, column: end) == look else { break }
          run.append(frame.cells[base + end].scalar)
          end += 1
        }
        lc_put_run(
          terminal, Int32(row), Int32(start), run, Int32(run.count), pairs[look], attributes[look])
        start = end
      }
    }
    for (index, marks) in frame.marks {
      let (row, column) = (index / max(columns, 1), index % max(columns, 1))
      let look = frame.look(row: row, column: column)
      let scalars = [frame.cells[index].scalar] + marks
      lc_put(
        terminal, Int32(row), Int32(column), scalars, Int32(scalars.count), pairs[look],
        attributes[look])
    }
    lc_cursor(
      terminal, frame.cursor != nil, Int32(frame.cursor?.row ?? 0),
      Int32(frame.cursor?.column ?? 0))
    lc_show(terminal, frame != shown)
    shown = frame
  }

  /// What a cell of ncurses holds, for tests.
  func cell(row: Int, column: Int) -> (scalar: UInt32, pair: Int, attributes: UInt32) {
    var pair: CInt = 0
    var attributes: CUnsignedInt = 0
    let scalar = lc_cell(terminal, Int32(row), Int32(column), &pair, &attributes)
    return (scalar, Int(pair), attributes)
  }

  /// The colours of a pair, for tests; -1 is the terminal's default.
  func colours(ofPair pair: Int) -> (foreground: Int, background: Int) {
    var foreground: CInt = 0
    var background: CInt = 0
    lc_pair(terminal, CInt(pair), &foreground, &background)
    return (Int(foreground), Int(background))
  }

  /// One pair for each look: a role, selected or not, as text or as part of a bar.
  private func use(_ theme: Theme) {
    let colors = Int(lc_colors(terminal))
    let theme = colors == 0 ? .plain : theme.reduced(to: colors)
    let limit = Int(lc_pairs(terminal))
    var numbers: [[Int]: Int32] = [:]
    func pair(of style: Style) -> Int32 {
      let colours = [style.foreground ?? -1, style.background ?? -1]
      if colours == [-1, -1] { return 0 }
      if let number = numbers[colours] { return number }
      guard numbers.count + 1 < limit else { return 0 }
      let number = Int32(numbers.count + 1)
      lc_define_pair(terminal, number, Int32(colours[0]), Int32(colours[1]))
      numbers[colours] = number
      return number
    }
    pairs = []
    attributes = []
    for role in Role.allCases {
      for isSelected in [false, true] {
        for style in [theme.style(of: role, isSelected: isSelected), theme.styleOfBar(of: role)] {
          pairs.append(pair(of: style))
          attributes.append(UInt32(style.attributes.rawValue))
        }
      }
    }
  }
}

extension Frame {
  /// The place of a cell's look among the pairs.
  fileprivate func look(row: Int, column: Int) -> Int {
    let cell = cells[row * size.columns + column]
    return Int(cell.role.rawValue) * 4 + (cell.isSelected ? 2 : 0)
      + (isOfBar(row: row, column: column) ? 1 : 0)
  }
}

/// `close(2)`, which inside a type with a method of that name cannot be called by its own.
private func closeDescriptor(_ descriptor: CInt) {
  close(descriptor)
}

/// `open(2)` for the same reason.
private func openTerminal(_ path: String) -> CInt {
  open(path, O_RDWR | O_CLOEXEC)
}
