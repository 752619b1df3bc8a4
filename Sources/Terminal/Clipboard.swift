/// How a terminal is asked to take a text into the clipboard.
///
/// Source: xterm's ctlseqs, "Operating System Commands", Ps = 52.
enum Clipboard {
  /// How long the encoded text may be; xterm reads no longer one.
  private static let byteLimit = 100_000
  /// GNU screen shows what is longer than 768 bytes in the middle of the picture.
  private static let screenLimit = 500

  /// The bytes that ask for it; nil for a text that is too long, of which a part would be wrong.
  static func bytes(
    _ text: String, through multiplexer: NotificationRoute.Multiplexer?
  ) -> [UInt8]? {
    guard text.utf8.count <= byteLimit / 4 * 3 else { return nil }
    let content = "\u{1B}]52;c;\(text.base64)"
    switch multiplexer {
    case nil: return Array("\(content)\u{1B}\\".utf8)
    // tmux itself takes it with `set -g set-clipboard on`, and passes it on with `allow-passthrough`.
    case .tmux:
      return Array(
        "\(content)\u{1B}\\\u{1B}Ptmux;\u{1B}\(content)\u{1B}\u{1B}\\\u{1B}\\".utf8)
    // It puts together again what it passes on.
    case .screen:
      let whole = Array("\(content)\u{7}".utf8)
      return stride(from: 0, to: whole.count, by: screenLimit).flatMap { start in
        [0x1B, UInt8(ascii: "P")] + whole[start..<min(start + screenLimit, whole.count)]
          + [0x1B, UInt8(ascii: "\\")]
      }
    }
  }
}

extension String {
  /// One short line without a character that does anything.
  func titleText(isUTF8: Bool) -> String {
    let text = notice(limit: 80, byteLimit: 300)
    guard !isUTF8 else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "‼": plain.append(contentsOf: "!!".unicodeScalars)
      default: plain.append(scalar.isASCII ? scalar : "?")
      }
    }
    return String(plain)
  }
}
