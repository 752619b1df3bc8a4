extension Frame {
  /// A curve in braille: two values a cell, each 0 … 4 dots high; nil is a gap and stays empty.
  mutating func sparkline(
    _ values: [Double?], row: Int, column: Int, role: Role, glyphs: Glyphs
  ) {
    if glyphs.isASCII {
      let levels: [Unicode.Scalar] = ["_", ".", "-", "=", "#"]
      for (index, value) in values.enumerated() where index % 2 == 1 {
        guard let value = value ?? values[index - 1] else { continue }
        let level = levels[min(max(Int((value * 4).rounded()), 0), 4)]
        fill(level, row: row, from: column + index / 2, to: column + index / 2 + 1, role: role)
      }
      return
    }
    for cell in 0..<(values.count + 1) / 2 {
      let left = values[cell * 2].map(Frame.dots) ?? 0
      let right = cell * 2 + 1 < values.count ? values[cell * 2 + 1].map(Frame.dots) ?? 0 : 0
      guard let scalar = Braille.filled(left: left, right: right) else { continue }
      fill(scalar, row: row, from: column + cell, to: column + cell + 1, role: role)
    }
  }

  /// A known value is never without a dot: zero is a value, a gap is none.
  private static func dots(_ value: Double) -> Int {
    min(max(Int((value * 4).rounded(.up)), 1), 4)
  }
}

/// A cell of two columns of four dots each.
enum Braille {
  /// The single dots of a column, from below.
  static let leftDots: [UInt8] = [0x40, 0x04, 0x02, 0x01]
  static let rightDots: [UInt8] = [0x80, 0x20, 0x10, 0x08]
  /// A column filled from below.
  private static let left: [UInt8] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let right: [UInt8] = [0, 0x80, 0xA0, 0xB0, 0xB8]

  /// The character with these dots; nil when there is none.
  static func scalar(_ dots: UInt8) -> Unicode.Scalar? {
    dots == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(dots))
  }

  /// Both columns filled from below, each 0 … 4 dots high.
  static func filled(left: Int, right: Int) -> Unicode.Scalar? {
    scalar(Braille.left[left] | Braille.right[right])
  }
}
