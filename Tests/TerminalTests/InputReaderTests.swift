import Testing
import Views

@testable import Terminal

/// Bytes to keys, without a terminal.
struct InputReaderTests {
  private typealias Token = InputReader.Token

  private func tokens(
    _ pieces: [String], quiet: Int = 0, isAnswerDue: Bool = false
  ) -> [Token] {
    var reader = InputReader()
    reader.isAnswerDue = isAnswerDue
    for piece in pieces { reader.read(piece.utf8, afterQuiet: quiet) }
    return reader.tokens
  }

  private func keys(_ text: String) -> [Token] {
    text.unicodeScalars.map { .input(.key(.character($0))) }
  }

  private static let streams = [
    "q語/\t\r\u{7F}\u{3}", "a\u{1B}[Ab\u{1B}OBc\u{1B}[5~d\u{1B}[[Ae\u{1B}OPf\u{1B}[Zg",
    "x\u{1B}[<0;6;4My\u{1B}[<0;6;4mz\u{1B}[<64;1;1M\u{1B}[M \u{24}\u{23}w", "\u{1B}[I\u{1B}[Oq",
    "j\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?64;1;2ck", "j\u{1B}]11;rgb:00/00/00\u{7}k",
    "/\u{1B}[200~one q\u{1B}[201\rtwo\u{1B}[201~",
    "\u{1B}[200~q\u{1B}[201~q\u{1B}[201~q", "\u{1B}[1;5A\u{1B}[>0;276;0c\u{1B}[12;40Rq",
  ]

  @Test(arguments: streams)
  func `however the bytes are cut, the same comes of them`(stream: String) {
    let whole = tokens([stream])
    #expect(!whole.isEmpty)
    let bytes = Array(stream.utf8)
    for cut in bytes.indices {
      for later in cut..<bytes.count {
        var reader = InputReader()
        for piece in [bytes[..<cut], bytes[cut..<later], bytes[later...]] {
          reader.read(piece, afterQuiet: 0)
        }
        #expect(reader.tokens == whole, "\(cut) \(later)")
      }
    }
  }

  @Test(arguments: [
    ("rgb:0000/0000/0000", Ground.dark), ("rgb:00/2b/36", .dark), ("rgb:3/3/3", .dark),
    ("rgb:2e2e/3434/4040", .dark), ("rgba:0000/0000/0000/8000", .dark),
    ("rgb:ffff/ffff/ffff", .light), ("rgb:FD/F6/E3", .light), ("rgb:eeee/e8e8/d5d5", .light),
    ("rgb:f/f/f", .light), ("rgb:8080/8080/8080", .unknown), ("rgb:ff/00/00", .unknown),
  ])
  func `the ground is read of the terminal's answer`(colour: String, ground: Ground) {
    for end in ["\u{1B}\\", "\u{7}"] {
      #expect(tokens(["\u{1B}]11;\(colour)\(end)q"]) == [.input(.ground(ground))] + keys("q"))
    }
  }

  @Test(arguments: [
    "11;rgb:ff/ff", "11;rgb:ff/ff/ff/ff", "11;rgb:fffff/ff/ff", "11;rgb://", "11;rgb:ff/ff/",
    "10;rgb:ff/ff/ff", "4;11;rgb:ff/ff/ff", "11;", "11", "52;c;bGFzdA", "111;rgb:ff/ff/ff",
  ])
  func `another answer is none, and no key`(content: String) {
    // Whatever ends it: letters that no answer has are read as what they are.
    let told = tokens(["\u{1B}]\(content)\u{1B}\\"])
    #expect(!told.contains { if case .input(.ground) = $0 { true } else { false } })
    if content.hasPrefix("1") { #expect(told == []) }
  }

  @Test func `an answer without end takes no memory and gives Ctrl-C back`() {
    let endless = "\u{1B}]11;rgb:" + String(repeating: "f", count: 1_000_000)
    #expect(tokens([endless, "\u{3}q"]) == [.input(.key(.control("c")))] + keys("q"))
    #expect(tokens([endless, "\u{7}q"]) == keys("q"))
  }

  @Test func `an answer that is cut behind its escape is still none of the keys`() {
    var reader = InputReader()
    reader.isAnswerDue = true
    reader.read("\u{1B}".utf8, afterQuiet: 0)
    #expect(reader.isAtEscape)
    reader.endEscape()
    reader.read("]11;rgb:00/00/00\u{1B}\\".utf8, afterQuiet: 400)
    #expect(reader.tokens == [.input(.key(.escape)), .input(.ground(.dark))])
    // Without a question it is what a person typed.
    var other = InputReader()
    other.read("\u{1B}".utf8, afterQuiet: 0)
    other.endEscape()
    other.read("]q".utf8, afterQuiet: 400)
    #expect(other.tokens == [.input(.key(.escape))] + keys("]q"))
  }

  @Test(arguments: [
    "[1;5A", "[1;6D", "[24;5~", "[?25;1$y", "[>41;354;0c", "[12;40R", "[97;5u", "[200;1~", "[201~",
    "[99999999999999999999~", "[<0;0;0M", "[<0;99999999999999999999;1M", "[<35;5;5M", "[<2;5;5M",
    "[<0;5;5m", "[<;;M", "[2;3;4t", "[\u{20}q",
  ])
  func `a sequence nobody knows does nothing`(sequence: String) {
    #expect(tokens(["\u{1B}\(sequence)q"]) == keys("q"))
  }

  @Test func `a pasted q is no key`() {
    #expect(tokens(["\u{1B}[200~q\u{1B}[201~"]) == [.input(.paste("q"))])
    #expect(tokens(["\u{1B}[200~\u{1B}[201~"]) == [])
  }

  @Test func `of a paste there is its first line, without what does anything`() {
    #expect(tokens(["\u{1B}[200~\r\none\rtwo\u{1B}[201~"]) == [.input(.paste("one"))])
    let hostile = "a\u{1B}[2J\u{3}\u{7}b\u{9B}\u{202E}c\u{0}"
    let told = tokens(["\u{1B}[200~\(hostile)\u{1B}[201~"])
    guard case .input(.paste(let text)) = told.first, told.count == 1 else {
      Issue.record("\(told)")
      return
    }
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) })
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `a paste of megabytes is one short line`() {
    let long = String(repeating: "語q\u{3}", count: 500_000)
    let told = tokens(["\u{1B}[200~", long, long, "\u{1B}[201~"])
    #expect(told.count == 1)
    guard case .input(.paste(let text)) = told.first else { return }
    #expect((1000...1024).contains(text.utf8.count))
    #expect(!text.unicodeScalars.contains("\u{FFFD}"))
  }

  @Test func `what follows a false end at once is part of the paste`() {
    var reader = InputReader()
    reader.read("\u{1B}[200~x\u{1B}[201~qqq\u{3}".utf8, afterQuiet: 0)
    reader.read("q\u{1B}[201~q".utf8, afterQuiet: 3)
    #expect(reader.tokens == [.input(.paste("x"))])
    // A person comes later.
    reader.read("q".utf8, afterQuiet: 50)
    #expect(reader.tokens == [.input(.paste("x"))] + keys("q"))
  }

  @Test func `two pastes behind each other are two`() {
    let two = "\u{1B}[200~a\u{1B}[201~\u{1B}[200~b\u{1B}[201~"
    #expect(tokens([two]) == [.input(.paste("a")), .input(.paste("b"))])
  }

  @Test func `a paste that has lost its end gives the keyboard back, but is no key itself`() {
    var reader = InputReader()
    reader.read("\u{1B}[200~rm".utf8, afterQuiet: 0)
    reader.read("q\u{3}q".utf8, afterQuiet: 1500)
    // A piece of it, however late.
    reader.read(String(repeating: "q", count: 17).utf8, afterQuiet: 60_000)
    #expect(reader.tokens == [])
    reader.read("\u{3}".utf8, afterQuiet: 2000)
    #expect(reader.tokens == [.input(.key(.control("c")))])
  }

  @Test func `bytes that are not UTF-8 do nothing`() {
    var reader = InputReader()
    reader.read(
      [0x80, 0xC3, 0x28, 0xFF, 0xFE, 0xE2, 0x82, 0x1B, 0x5B, 0x41, 0xC0, 0x80, 0xED, 0xA0, 0x80],
      afterQuiet: 0)
    #expect(reader.tokens == keys("(") + [.input(.key(.up))])
  }

  @Test func `any bytes whatever are read within bounds`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var reader = InputReader()
      let bytes = (0..<500).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255) : [0x1B, 0x5B, 0x5D].randomElement() ?? 0x1B
      }
      reader.read(bytes, afterQuiet: 0)
      #expect(reader.tokens.count <= bytes.count)
    }
  }

  @Test(arguments: [
    ("15;0", Ground.dark), ("0;15", .light), ("15;default;0", .dark), ("0;default;15", .light),
    ("12;8", .dark), ("0;7", .light), ("15;default", .unknown), ("", .unknown), ("0;16", .unknown),
    ("0;-1", .unknown), ("x", .unknown),
  ])
  func `COLORFGBG tells the ground by its last number`(text: String, ground: Ground) {
    #expect(Ground(environment: ["COLORFGBG": text]) == ground)
  }
}
