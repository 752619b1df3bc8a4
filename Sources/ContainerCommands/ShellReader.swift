/// Reads a shell script into commands, character by character.
struct ShellReader {
  private var characters: [Character]
  private var position = 0
  private var commands: [ShellScript.Command] = []
  private var words: [String] = []
  private var open: [ShellScript.Block] = []
  private(set) var isClear = true
  /// The name before `()`, until its body begins.
  private var announced: String?
  /// The functions whose bodies are being read, and how many groups are open around each body.
  private var reading: [(name: String, depth: Int)] = []
  private var bodies: [String: [ShellScript.Command]] = [:]
  private var count = 0
  /// How many groups have begun.
  private var blocks = 0

  private static let mostCommands = 2000
  /// Functions that call each other may be endless.
  private var callsLeft = mostCommands

  init(_ text: String) {
    characters = Array(text.replacing("\r\n", with: "\n"))
  }

  mutating func read() -> [ShellScript.Command] {
    while position < characters.count, count < Self.mostCommands {
      step()
    }
    finish(.end)
    var all: [ShellScript.Command] = []
    for command in commands { expand(command, within: [], into: &all) }
    if !open.isEmpty || count >= Self.mostCommands { isClear = false }
    return all
  }

  /// Puts the commands of a function where it is called.
  private mutating func expand(
    _ command: ShellScript.Command, within names: [String], into all: inout [ShellScript.Command]
  ) {
    guard callsLeft > 0 else {
      isClear = false
      return
    }
    callsLeft -= 1
    guard let name = command.words.first, let body = bodies[name], !names.contains(name) else {
      all.append(command)
      return
    }
    for (index, inner) in body.enumerated() {
      var inner = inner
      inner.depth += command.depth
      inner.isInLoop = inner.isInLoop || command.isInLoop
      inner.blocks = command.blocks + inner.blocks
      if index == body.count - 1 { inner.separator = command.separator }
      expand(inner, within: names + [name], into: &all)
    }
  }

  private mutating func step() {
    let character = characters[position]
    switch character {
    case " ", "\t": position += 1
    case "\n", ";":
      position += 1
      finish(.end)
    case "#":
      while position < characters.count, characters[position] != "\n" { position += 1 }
    case "\\" where peek(1) == "\n": position += 2
    case "&":
      if peek(1) == "&" {
        position += 2
        finish(.and)
      } else if peek(1) == ">" {
        redirection()
      } else {
        position += 1
        finish(.background)
      }
    case "|":
      let isOr = peek(1) == "|"
      position += isOr || peek(1) == "&" ? 2 : 1
      finish(isOr ? .or : .pipe)
    case "(":
      position += 1
      // `name()` begins a function, whose body is run where it is called.
      if peek(0) == ")" {
        announced = words.last
        if words.count != 1 { isClear = false }
        position += 1
        words = []
      } else {
        begin("(")
      }
    case ")":
      position += 1
      finish(.end)
      if open.last?.opener == "(" { end() } else if open.last?.opener != "case" { isClear = false }
    case "<", ">": redirection()
    default: word()
    }
  }

  private mutating func redirection() {
    if peek(0) == "<", peek(1) == "<" { isClear = false }
    var text = ""
    while let next = peek(0), "<>&|".contains(next) || (next.isNumber && text.hasSuffix("&")) {
      text.append(next)
      position += 1
    }
    while peek(0) == " " { position += 1 }
    let count = words.count
    if let next = peek(0), !" \t\n;|&()<>".contains(next), text.last?.isNumber != true { word() }
    let target = words.count > count ? words.removeLast() : ""
    words.append(text + target)
  }

  private mutating func word() {
    var text = ""
    var wasQuoted = false
    loop: while let next = peek(0) {
      switch next {
      case " ", "\t", "\n", ";", "|", "(", ")": break loop
      case "&", "<", ">":
        // `2>&1` is a redirection of a number.
        if next != "&", !text.isEmpty, text.allSatisfy(\.isNumber), !wasQuoted {
          redirection()
          words[words.count - 1] = text + words[words.count - 1]
          return
        }
        break loop
      case "'":
        wasQuoted = true
        position += 1
        while let inner = peek(0), inner != "'" {
          text.append(inner)
          position += 1
        }
        if peek(0) == nil { isClear = false }
        position += 1
      case "\"":
        wasQuoted = true
        position += 1
        while let inner = peek(0), inner != "\"" {
          if inner == "\\", let escaped = peek(1) {
            if escaped != "\n" { text.append(escaped) }
            position += 2
          } else if inner == "$", peek(1) == "(" {
            text += substitution()
          } else {
            text.append(inner)
            position += 1
          }
        }
        if peek(0) == nil { isClear = false }
        position += 1
      case "$" where peek(1) == "(": text += substitution()
      case "$" where peek(1) == "{":
        while let inner = peek(0), inner != "}" {
          text.append(inner)
          position += 1
        }
        text.append("}")
        position += 1
      case "`":
        position += 1
        text += "$("
        while let inner = peek(0), inner != "`" {
          if inner == "\\" { position += 1 }
          text += peek(0).map(String.init) ?? ""
          position += 1
        }
        position += 1
        text += ")"
      case "\\":
        if let escaped = peek(1), escaped != "\n" { text.append(escaped) }
        position += 2
      default:
        text.append(next)
        position += 1
      }
    }
    add(text, wasQuoted: wasQuoted)
  }

  /// `$(…)` as it is written, whatever stands in it.
  private mutating func substitution() -> String {
    let first = position
    position += 2
    var depth = 1
    while let next = peek(0), depth > 0 {
      if next == "(" { depth += 1 }
      if next == ")" { depth -= 1 }
      position += 1
    }
    return String(characters[first..<min(position, characters.count)])
  }

  private static let openers: Set = ["if", "while", "until", "for", "case", "{", "select"]
  private static let closers = ["fi": "if", "done": "while", "esac": "case", "}": "{"]

  private mutating func add(_ text: String, wasQuoted: Bool) {
    guard words.isEmpty, !wasQuoted else {
      words.append(text)
      return
    }
    switch text {
    case _ where Self.openers.contains(text):
      begin(["until", "for", "select"].contains(text) ? "while" : text)
      open[open.count - 1].isUntil = text == "until"
      // `for x in a b` and `case x in` begin with words that are no command.
      if text == "for" || text == "case" || text == "select" {
        let header = skipToBody(of: text)
        if text == "for" { open[open.count - 1].times = ShellScript.times(header) }
      }
    case "then", "else", "do": if !open.isEmpty { open[open.count - 1].isCondition = false }
    case "elif": if !open.isEmpty { open[open.count - 1].isCondition = true }
    case "!": break
    case "function": isClear = false
    case "fi", "done", "esac", "}":
      if open.last?.opener == Self.closers[text] { end() } else { isClear = false }
    default: words.append(text)
    }
  }

  private mutating func begin(_ opener: String) {
    blocks += 1
    open.append(ShellScript.Block(opener: opener, number: blocks))
    guard let name = announced else { return }
    announced = nil
    reading.append((name, open.count))
    bodies[name] = []
  }

  private mutating func end() {
    if reading.last?.depth == open.count { reading.removeLast() }
    open.removeLast()
  }

  /// What stands between `for` and its body.
  private mutating func skipToBody(of opener: String) -> String {
    var header = ""
    // `for ((i = 0; i < 9; i++))` has semicolons of its own.
    var depth = 0
    while let next = peek(0), next != "\n", next != ";" || depth > 0 {
      if next == "\\", peek(1) == "\n" { position += 1 }
      if opener == "case", next == "i", peek(1) == "n", characters[position - 1].isWhitespace,
        peek(2)?.isWhitespace ?? true
      {
        position += 2
        return header
      }
      if next == "(" { depth += 1 }
      if next == ")" { depth -= 1 }
      header.append(next)
      position += 1
    }
    return header
  }

  private mutating func finish(_ separator: ShellScript.Separator) {
    defer { words = [] }
    guard !words.isEmpty else {
      // `done &` and `done | cat`: the whole group.
      return
    }
    let around = reading.last?.depth ?? 0
    let command = ShellScript.Command(
      words: words, separator: separator, depth: open.count - around,
      isInLoop: open[around...].contains { $0.opener == "while" }, blocks: Array(open[around...]))
    count += 1
    if let name = reading.last?.name {
      bodies[name]?.append(command)
    } else {
      commands.append(command)
    }
    if announced != nil { isClear = false }
  }

  private func peek(_ offset: Int) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }
}
