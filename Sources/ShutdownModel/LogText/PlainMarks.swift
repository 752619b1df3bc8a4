extension String {
  /// With the dashes, arrows and quotes of typesetters as ASCII has them: patterns know no others.
  var withPlainMarks: String {
    guard unicodeScalars.contains(where: { Self.plainMarks[$0] != nil }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if let mark = Self.plainMarks[scalar] {
        text.unicodeScalars.append(mark)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// ``LogGram`` knows how these begin.
  private static let plainMarks: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-",
    "\u{2192}": ">", "\u{21D2}": ">", "\u{2018}": "'", "\u{2019}": "'", "\u{201C}": "\"",
    "\u{201D}": "\"",
  ]
}
