import Views

/// Bytes of a terminal taken apart: keys, the mouse, pastes, and the terminal's own answers.
///
/// However the bytes are cut in pieces, the same comes of them, and a sequence nobody knows does nothing.
/// Sources: ECMA-48, 5.3 to 5.6; xterm's ctlseqs (bracketed paste, FocusIn, SGR mouse, OSC 11, DA1).
struct InputReader {
  enum Token: Equatable {
    case input(Input)
    /// The terminal has answered what it is, and thereby everything it was asked before.
    case attributes
  }

  private enum Place {
    case text
    /// Behind an escape; `isTold` when it has been taken for the key.
    case escape(isTold: Bool)
    /// In a sequence that ends with its next byte.
    case last
    case control
    /// In the three bytes of a mouse that knows no numbers.
    case oldMouse
    /// In a string of the terminal's; `isEnding` behind an escape.
    case string(isEnding: Bool)
    case paste
    /// Behind a paste, until it is quiet.
    case behindPaste
  }

  /// A longer sequence is none that is known.
  private static let sequenceLimit = 64
  /// In milliseconds: what follows a paste at once is part of it, whatever it says of its end.
  private static let quiet = 50
  /// A paste that has been silent so long, and goes on with no more than one key, has lost its end.
  private static let longQuiet = 2000
  private static let keyLimit = 16

  /// What has been read, oldest first.
  var tokens: [Token] = []
  /// An answer to a question is still to come.
  var isAnswerDue = false

  private let keys: [[UInt8]: Key]
  private let hasMouse: Bool
  private var place = Place.text
  private var sequence: [UInt8] = []
  private var character: [UInt8] = []
  private var paste = Paste()

  /// Makes a reader for a terminal that sends these sequences for its keys.
  init(keys: [[UInt8]: Key] = [:], hasMouse: Bool = true) {
    self.keys = Key.sequences.merging(keys.filter { $0.key.count > 1 && $0.key[0] == 0x1B }) { $1 }
    self.hasMouse = hasMouse
  }

  /// An escape has come, and nothing behind it yet: a key, or the beginning of a sequence.
  var isAtEscape: Bool {
    if case .escape(isTold: false) = place { true } else { false }
  }

  /// In the middle of what is not typed: the rest of it would be read as keys by whoever comes next.
  var isInPasteOrAnswer: Bool {
    switch place {
    case .paste, .behindPaste, .string: true
    default: isAnswerDue
    }
  }

  mutating func next() -> Token? { tokens.isEmpty ? nil : tokens.removeFirst() }

  /// Nothing came behind the escape: it was the key.
  mutating func endEscape() {
    guard isAtEscape else { return }
    tokens.append(.input(.key(.escape)))
    place = isAnswerDue ? .escape(isTold: true) : .text
  }

  /// Reads bytes that came together, after so many milliseconds without any.
  mutating func read(_ bytes: some Collection<UInt8>, afterQuiet silence: Int) {
    switch place {
    case .behindPaste where silence >= Self.quiet: place = .text
    case .paste where silence >= Self.longQuiet && bytes.count <= Self.keyLimit: place = .text
    case .escape(isTold: true) where silence >= Self.longQuiet: place = .text
    default: break
    }
    for byte in bytes { read(byte) }
  }

  private mutating func read(_ byte: UInt8) {
    switch place {
    case .text: readText(byte)
    case .escape(let isTold): readBehindEscape(byte, isTold: isTold)
    case .last:
      sequence.append(byte)
      place = .text
      if let key = keys[sequence] { tokens.append(.input(.key(key))) }
    case .control: readControl(byte)
    case .oldMouse:
      sequence.append(byte)
      guard sequence.count == 6 else { return }
      place = .text
      let numbers = sequence[3...].map { Int($0) - 32 }
      tell(MouseEvent(button: numbers[0], column: numbers[1], row: numbers[2], isPress: true))
    case .string(let isEnding): readString(byte, isEnding: isEnding)
    case .paste:
      guard paste.readsEnd(byte) else { return }
      if let text = paste.take() { tokens.append(.input(.paste(text))) }
      place = .behindPaste
    case .behindPaste:
      if paste.readsBegin(byte) { place = .paste }
    }
  }

  private mutating func readText(_ byte: UInt8) {
    if byte == 0x1B {
      character = []
      place = .escape(isTold: false)
      return
    }
    if byte < 0x80 {
      character = []
    } else if byte >= 0xC0 {
      character = [byte]
      return
    } else {
      guard let first = character.first else { return }
      character.append(byte)
      guard character.count == (first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2) else { return }
    }
    let bytes = character.isEmpty ? [byte] : character
    character = []
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first, let key = Key(scalar: scalar)
    else { return }
    tokens.append(.input(.key(key)))
  }

  private mutating func readBehindEscape(_ byte: UInt8, isTold: Bool) {
    sequence = [0x1B, byte]
    switch byte {
    case UInt8(ascii: "["): place = .control
    case UInt8(ascii: "]"): place = .string(isEnding: false)
    case UInt8(ascii: "O") where !isTold: place = .last
    default:
      place = .text
      if !isTold {
        if let key = keys[sequence] {
          tokens.append(.input(.key(key)))
          return
        }
        tokens.append(.input(.key(.escape)))
      }
      readText(byte)
    }
  }

  private mutating func readControl(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3F:
      if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    case UInt8(ascii: "[") where sequence.count == 2:
      sequence.append(byte)
      place = .last
    case 0x40...0x7E:
      place = .text
      if sequence.count < Self.sequenceLimit { endControl(byte) }
    default:
      // Neither part nor end of a sequence: what has begun is none.
      place = .text
      readText(byte)
    }
  }

  private mutating func endControl(_ byte: UInt8) {
    sequence.append(byte)
    let parameters = String(decoding: sequence[2..<(sequence.count - 1)], as: UTF8.self)
    if let key = keys[sequence] {
      tokens.append(.input(.key(key)))
      return
    }
    switch (byte, parameters) {
    case (UInt8(ascii: "c"), _) where parameters.hasPrefix("?"): tokens.append(.attributes)
    case (UInt8(ascii: "I"), ""): tokens.append(.input(.focus(true)))
    case (UInt8(ascii: "O"), ""): tokens.append(.input(.focus(false)))
    case (UInt8(ascii: "~"), "200"):
      paste = Paste()
      place = .paste
    case (UInt8(ascii: "M"), "") where hasMouse: place = .oldMouse
    case (UInt8(ascii: "M"), _), (UInt8(ascii: "m"), _):
      let numbers = parameters.dropFirst().split(separator: ";").map { Int($0) }
      guard hasMouse, parameters.hasPrefix("<"), numbers.count == 3, let button = numbers[0],
        let column = numbers[1], let row = numbers[2]
      else { return }
      tell(
        MouseEvent(
          button: button, column: column, row: row, isPress: byte == UInt8(ascii: "M")))
    default: break
    }
  }

  private mutating func tell(_ event: MouseEvent?) {
    if let event { tokens.append(.input(.mouse(event))) }
  }

  /// An answer has letters, digits and few other characters, so that what is typed behind Alt-] is not
  /// lost for long.
  private mutating func readString(_ byte: UInt8, isEnding: Bool) {
    switch byte {
    case 0x07: endString()
    case UInt8(ascii: "\\") where isEnding: endString()
    case 0x1B where !isEnding: place = .string(isEnding: true)
    case _ where isEnding:
      place = .escape(isTold: true)
      readBehindEscape(byte, isTold: true)
    case UInt8(ascii: "0")...UInt8(ascii: ";"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "r"), UInt8(ascii: "g"),
      UInt8(ascii: "/"):
      if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    default:
      place = .text
      readText(byte)
    }
  }

  private mutating func endString() {
    place = .text
    guard sequence.count < Self.sequenceLimit,
      let ground = Ground(reply: Array(sequence.dropFirst(2)))
    else { return }
    tokens.append(.input(.ground(ground)))
  }
}

extension MouseEvent {
  /// A button by xterm's number, with the place from 1; nil for what is not used.
  fileprivate init?(button: Int, column: Int, row: Int, isPress: Bool) {
    guard isPress, (1...10_000).contains(row), (1...10_000).contains(column) else { return nil }
    // 4, 8 and 16 are keys held with it.
    switch button & ~28 {
    case 0: self = .click(row: row - 1, column: column - 1)
    case 64: self = .wheelUp(row: row - 1, column: column - 1)
    case 65: self = .wheelDown(row: row - 1, column: column - 1)
    default: return nil
    }
  }
}
