extension NotificationRoute {
  /// How long a text may be; GNU screen shows what is longer than 768 bytes in the middle of the
  /// picture.
  private static let characterLimit = 200
  private static let byteLimit = 500

  private static let title = "lastcall"

  /// The bytes that ask for a notification; the text may be anything.
  public func bytes(_ text: String) -> [UInt8] {
    let text = text.notice(limit: Self.characterLimit, byteLimit: Self.byteLimit)
    switch kind {
    // Numbers at the beginning are commands to other terminals, `4;` a progress bar and `6;` a macro:
    // the title stands before them.
    case .osc9: return wrapped("9;\(Self.title): \(plain(text))")
    case .osc777: return wrapped("777;notify;\(Self.title);\(plain(text))")
    // The later takes the place of the earlier, as the picture does.
    case .osc99:
      return wrapped("99;i=lastcall:d=0:e=1;\(Self.title.base64)")
        + wrapped("99;i=lastcall:p=body:u=2:e=1;\(text.base64)")
    }
  }

  /// The text for those who do not encode it.
  private func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      // Some terminals read a text to its first semicolon only.
      plain.append(scalar == ";" ? "," : isUTF8 || scalar.isASCII ? scalar : "?")
    }
    return String(plain)
  }

  private func wrapped(_ content: String) -> [UInt8] {
    let bytes: String
    switch multiplexer {
    case nil: bytes = "\u{1B}]\(content)\u{1B}\\"
    case .tmux: bytes = "\u{1B}Ptmux;\u{1B}\u{1B}]\(content)\u{1B}\u{1B}\\\u{1B}\\"
    // What it passes on ends at the first ST.
    case .screen: bytes = "\u{1B}P\u{1B}]\(content)\u{7}\u{1B}\\"
    }
    return Array(bytes.utf8)
  }
}

extension String {
  /// One line without a character that does anything, of a bounded length.
  func notice(limit: Int, byteLimit: Int) -> String {
    var notice = ""
    var count = 0
    for scalar in unicodeScalars {
      var kept = scalar
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: kept = " "
      case .format, .privateUse, .surrogate, .unassigned: continue
      default: break
      }
      guard count < limit, notice.utf8.count + kept.utf8.count <= byteLimit else {
        return notice + "…"
      }
      notice.unicodeScalars.append(kept)
      count += 1
    }
    return notice
  }

  /// RFC 4648 section 4.
  var base64: String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = Array(utf8)
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<Swift.min(start + 3, bytes.count)]
      let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        encoded.append(
          place <= group.count ? digits[number >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
