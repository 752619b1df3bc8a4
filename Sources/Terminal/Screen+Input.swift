internal import CNCurses
import Views

/// The terminal has been asked for its ground.
struct GroundQuestion {
  /// How long it is waited for before the first frame, in milliseconds.
  static let patience = 25
  /// When the environment's word is taken instead.
  static let limit = Duration.milliseconds(100)
  /// An answer that has not come by then is none.
  static let end = Duration.seconds(5)

  let askedAt: ContinuousClock.Instant
  /// What the environment says.
  let assumed: Ground
  /// The terminal has told, or it has been given up.
  var isSettled = false
}

extension Screen {
  private static let escapeDelay = 25
  private static let answerDelay = Duration.milliseconds(500)
  /// Of a paste without end, so much is read before the next frame.
  private static let readingLimit = 1 << 16

  /// The next thing a person did or the terminal told; nil when there is none.
  ///
  /// Waits no longer than an escape needs to be told from the beginning of a sequence.
  public func read() -> Input? {
    var count = 0
    while true {
      while let token = reader.next() {
        if let input = obey(token) { return input }
      }
      guard count < Screen.readingLimit else { return nil }
      let new = takeBytes(waiting: 0)
      count += new
      if new > 0 { continue }
      if reader.isAtEscape {
        // Of an answer that comes in pieces nobody has to wait for the next.
        if reader.isAnswerDue, ContinuousClock.now - lastByteAt < Screen.answerDelay {
          return assumeGround().map { .ground($0) }
        }
        if takeBytes(waiting: Screen.escapeDelay) == 0 { reader.endEscape() }
        continue
      }
      return assumeGround().map { .ground($0) }
    }
  }

  /// The answer to a question is still waited for.
  public var awaitsGround: Bool { question.map { !$0.isSettled } ?? false }

  /// Asks for the ground, and waits a moment for it; the theme to begin with.
  func askForGround(_ environment: [String: String]) -> Ground {
    let assumed = Ground(environment: environment)
    guard lc_has_modes(terminal) else { return assumed }
    let start = ContinuousClock.now
    question = GroundQuestion(askedAt: start, assumed: assumed)
    reader.isAnswerDue = true
    // Every terminal answers what it is: behind that, no answer to the first question will come.
    let text = Array("\u{1B}]11;?\u{1B}\\\u{1B}[c".utf8)
    lc_send(terminal, text, CInt(text.count))
    while reader.isAnswerDue {
      let passed = (ContinuousClock.now - start).milliseconds
      guard passed < GroundQuestion.patience else { break }
      takeBytes(waiting: GroundQuestion.patience - passed)
      if let told = reader.takeAnswer() {
        question?.isSettled = true
        return told
      }
    }
    guard reader.isAnswerDue else {
      question?.isSettled = true
      return assumed
    }
    return .unknown
  }

  /// Before the screen is left: an answer on its way would be read by the shell as if typed.
  func readLateAnswer() {
    while reader.isAnswerDue, let question {
      let left = GroundQuestion.limit - (ContinuousClock.now - question.askedAt)
      guard left > .zero, takeBytes(waiting: max(left.milliseconds, 1)) > 0 else { break }
      _ = reader.takeAnswer()
    }
    if reader.isInPasteOrAnswer { lc_discard_input(terminal) }
  }

  private func obey(_ token: InputReader.Token) -> Input? {
    switch token {
    case .attributes:
      reader.isAnswerDue = false
      return assumeGround(isOver: true).map { .ground($0) }
    case .input(.ground(let ground)):
      guard question != nil else { return nil }
      question?.isSettled = true
      use(ground)
      return .ground(ground)
    case .input(let input): return input
    }
  }

  /// Takes the environment's word once the terminal has been waited for long enough.
  private func assumeGround(isOver: Bool = false) -> Ground? {
    guard let question else { return nil }
    let passed = ContinuousClock.now - question.askedAt
    if passed > GroundQuestion.end { reader.isAnswerDue = false }
    guard !question.isSettled, isOver || passed > GroundQuestion.limit else { return nil }
    self.question?.isSettled = true
    guard question.assumed != .unknown else { return nil }
    use(question.assumed)
    return question.assumed
  }

  /// Reads what has come, waiting so many milliseconds for it; how many bytes it was.
  @discardableResult
  private func takeBytes(waiting milliseconds: Int) -> Int {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Int(lc_read(terminal, &bytes, CInt(bytes.count), CInt(milliseconds)))
    guard count > 0 else { return 0 }
    let now = ContinuousClock.now
    reader.read(bytes[..<count], afterQuiet: (now - lastByteAt).milliseconds)
    lastByteAt = now
    return count
  }
}

extension InputReader {
  /// Reads keys by the sequences terminfo has for them.
  init(terminal: OpaquePointer, hasMouse: Bool) {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in Key.capabilities {
      guard let text = lc_capability(terminal, name) else { continue }
      keys[Array(String(cString: text).utf8)] = key
    }
    self.init(keys: keys, hasMouse: hasMouse && lc_has_modes(terminal))
  }

  /// The ground, if the terminal has told it; the end of its answers is noted.
  mutating func takeAnswer() -> Ground? {
    var ground: Ground?
    var others: [Token] = []
    for token in tokens {
      switch token {
      case .input(.ground(let told)): ground = told
      case .attributes: isAnswerDue = false
      default: others.append(token)
      }
    }
    tokens = others
    return ground
  }
}

extension Duration {
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(clamping: seconds) &* 1000 &+ Int(attoseconds / 1_000_000_000_000_000)
  }
}
