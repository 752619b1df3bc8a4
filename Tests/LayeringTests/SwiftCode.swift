/// Swift text without what the compiler does not read, line for line.
enum SwiftCode {
  /// The text with its comments blanked.
  static func withoutComments(_ text: String) -> String {
    var scanner = Scanner(text)
    return scanner.blanked(keepsStrings: true)
  }

  /// The text with its comments and the insides of its string literals blanked.
  static func withoutCommentsAndStrings(_ text: String) -> String {
    var scanner = Scanner(text)
    return scanner.blanked(keepsStrings: false)
  }

  private struct Scanner {
    private let bytes: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func blanked(keepsStrings: Bool) -> String {
      while position < bytes.count {
        // Most bytes begin nothing; this spares them the comparisons.
        guard "/#\"".utf8.contains(bytes[position]) else {
          copy()
          continue
        }
        if at("//") {
          while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
        } else if at("/*") {
          while position < bytes.count, !at("*/") { blank() }
          for _ in 0..<2 where position < bytes.count { blank() }
        } else if let quote = openingQuote() {
          string(quote: quote, keeps: keepsStrings)
        } else {
          copy()
        }
      }
      return String(decoding: output, as: UTF8.self)
    }

    /// The quote a string literal begins with here: `"`, `"""` or one of them behind `#`.
    private func openingQuote() -> String? {
      ["#\"\"\"", "\"\"\"", "#\"", "\""].first { at($0) }
    }

    private mutating func string(quote: String, keeps: Bool) {
      let isRaw = quote.hasPrefix("#")
      let closing = String(quote.reversed())
      for _ in quote.utf8 { copy() }
      while position < bytes.count, !at(closing) {
        let isEscape = !isRaw && bytes[position] == UInt8(ascii: "\\")
        for _ in 0..<(isEscape ? 2 : 1) where position < bytes.count {
          if keeps { copy() } else { blank() }
        }
      }
      for _ in closing.utf8 where position < bytes.count { copy() }
    }

    private func at(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func copy() {
      output.append(bytes[position])
      position += 1
    }

    private mutating func blank() {
      output.append(bytes[position] == UInt8(ascii: "\n") ? bytes[position] : UInt8(ascii: " "))
      position += 1
    }
  }
}
