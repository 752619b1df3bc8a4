extension String {
  /// With the dashes, arrows and quotes of typesetters as ASCII has them: patterns know no others.
  var withPlainMarks: String {
    guard unicodeScalars.contains(where: { $0.plainMark != $0 }) else { return self }
    return unicodeScalars.reduce(into: "") { $0.unicodeScalars.append($1.plainMark) }
  }
}

extension Unicode.Scalar {
  /// ``LogGram`` knows how these begin.
  fileprivate var plainMark: Unicode.Scalar {
    switch self {
    case "\u{2010}"..."\u{2014}": "-"
    case "\u{2192}", "\u{21D2}": ">"
    case "\u{2018}", "\u{2019}": "'"
    case "\u{201C}", "\u{201D}": "\""
    default: self
    }
  }
}
