import HarmlessText

/// The form of a line: a text with fields, such as `{time} [{thread}] {level} - {message}`.
///
/// Between `{?` and `}` stands what may be missing. A blank stands for any blanks. A form that ends in
/// `{line}` is one of a tool that carries lines: what it carried is read again.
public struct LogForm: Equatable, Sendable {
  enum Step: Sendable {
    case literal([UInt8])
    /// At least so many blanks.
    case blanks(Int)
    /// For an open field and the rest: what can come behind it.
    case field(LogFormField, until: ByteSet)
    /// What follows may be missing up to that step.
    case optional(skipTo: Int)
  }

  /// As it was written.
  public let text: String
  let steps: [Step]
  /// Where the rest of the line stands, and whether anything comes behind it.
  let restIndex: Int?
  /// What it ends in is a line of its own.
  let isOfTool: Bool
  /// What a line of this form can begin with.
  let beginning: ByteSet
  /// What can stand behind the time and the blanks that it begins with; nil when it does not.
  let behindTime: ByteSet?

  public static func == (left: LogForm, right: LogForm) -> Bool { left.text == right.text }

  private static let mostSteps = 64

  /// What fields can be called.
  public static let fieldNames = LogFormField.allCases.map(\.rawValue)

  /// Reads a form.
  ///
  /// - Throws: ``LogFormError`` for a field that is unknown, a brace without its other, and a form that
  ///   says nothing.
  public init(_ text: String) throws(LogFormError) {
    var parser = LogFormParser(text)
    try parser.read()
    var steps = parser.steps
    guard steps.count <= Self.mostSteps else {
      throw LogFormError(problem: "has more than \(Self.mostSteps) pieces; make it shorter")
    }
    let rests = steps.indices.filter { index in
      if case .field(let field, _) = steps[index] { field.isRest } else { false }
    }
    guard rests.count <= 1 else {
      throw LogFormError(problem: "has two rests of the line; leave one {message} or {line}")
    }
    let fields = steps.compactMap { step in
      if case .field(let field, _) = step { field } else { nil }
    }
    guard let rest = rests.first ?? (fields.contains(where: \.isTime) ? steps.count : nil) else {
      throw LogFormError(problem: "has no {message} and no {line}; write where the text stands")
    }
    for index in steps.indices {
      switch steps[index] {
      case .field(let field, _) where field.isOpen || field.isRest:
        steps[index] = .field(field, until: Self.first(of: steps, from: index + 1))
      case .blanks where Self.touchesFrame(index, in: steps) || index + 1 == rest:
        steps[index] = .blanks(0)
      default: break
      }
    }
    self.text = text
    self.steps = steps
    restIndex = rests.first
    isOfTool = fields.contains(.line)
    beginning = Self.first(of: steps, from: 0)
    if case .field(.time, _)? = steps.first {
      behindTime =
        if steps.count > 1, case .blanks = steps[1] { Self.first(of: steps, from: 2) } else { .all }
    } else {
      behindTime = nil
    }
  }

  /// Whether it begins with what no time is.
  var beginsWithName: Bool {
    guard case .field(let field, _)? = steps.first else { return false }
    switch field {
    case .pod, .replica, .container, .namespace, .number, .epoch: return true
    default: return false
    }
  }

  /// Blanks beside a frame belong to it, as do those where something may be missing.
  private static func touchesFrame(_ index: Int, in steps: [Step]) -> Bool {
    func isFrame(_ index: Int) -> Bool {
      guard steps.indices.contains(index) else { return false }
      switch steps[index] {
      case .field(.frame, _), .optional: return true
      default: return false
      }
    }
    return isFrame(index - 1) || isFrame(index + 1)
  }

  /// The bytes that the steps from here on can begin with.
  private static func first(of steps: [Step], from index: Int) -> ByteSet {
    guard index < steps.count else { return .all }
    switch steps[index] {
    case .literal(let text): return text.first.map { ByteSet($0...$0) } ?? .all
    case .blanks(let count):
      let blank = ByteSet(0x20).union(ByteSet(0x09))
      return count > 0 ? blank : blank.union(first(of: steps, from: index + 1))
    case .optional(let after):
      return first(of: steps, from: index + 1).union(first(of: steps, from: after))
    case .field(let field, _):
      switch field {
      case .number, .epoch, .seconds, .monthday, .yearday: return .digits
      case .uptime: return .digits.union(ByteSet(0x20))
      case .letter: return ByteSet(0x41...0x5A)
      case .level: return LineCursor.letters
      case .labels: return ByteSet(0x7B)
      // A `-` where there is none.
      case .host: return .word.union(ByteSet(0x2D...0x2E)).union(ByteSet(UInt8(ascii: ":")))
      case .time: return .digits.union(ByteSet(0x40...0x5B))
      case .stamp, .javatime: return ByteSet(0x41...0x5A)
      case .pod, .replica, .container, .namespace:
        return .digits.union(ByteSet(0x61...0x7A))
      default: return .all
      }
    }
  }
}

/// Takes the text of a form apart.
private struct LogFormParser {
  private var text: Substring
  private(set) var steps: [LogForm.Step] = []
  private var depth = 0

  init(_ text: String) { self.text = text[...] }

  mutating func read() throws(LogFormError) {
    while let character = text.first {
      if depth > 0, character == "}" { return }
      text.removeFirst()
      switch character {
      case "{": try readBrace()
      case "}": throw LogFormError(problem: "has a } without a {; write {time} or {message}")
      case " ":
        if case .blanks? = steps.last { break }
        steps.append(.blanks(1))
      default:
        if case .literal(let before)? = steps.last {
          steps[steps.count - 1] = .literal(before + Array(String(character).utf8))
        } else {
          steps.append(.literal(Array(String(character).utf8)))
        }
      }
    }
    if depth > 0 {
      throw LogFormError(problem: "has a {? without its }; close what may be missing")
    }
  }

  private mutating func readBrace() throws(LogFormError) {
    if text.first == "?" {
      guard depth < 4 else { throw LogFormError(problem: "has too many {? in one another") }
      text.removeFirst()
      let index = steps.count
      steps.append(.optional(skipTo: index))
      depth += 1
      try read()
      depth -= 1
      text.removeFirst()
      steps[index] = .optional(skipTo: steps.count)
      return
    }
    guard let end = text.firstIndex(of: "}") else {
      throw LogFormError(problem: "has a { without a }; write {time} or {message}")
    }
    let name = String(text[..<end])
    text = text[text.index(after: end)...]
    guard let field = LogFormField(rawValue: name) else {
      throw LogFormError(
        problem: "has an unknown field {\(name.harmless(limit: 40))}", unknownField: name)
    }
    steps.append(.field(field, until: .all))
  }
}
