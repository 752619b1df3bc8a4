extension Frame {
  /// A bar of `width` cells, filled to a part of its length in steps of an eighth of a cell.
  ///
  /// The tail behind it is what may be added: the ≤ +2 s of a preStop hook of unknown length.
  mutating func gauge(
    _ part: Double, tail: Double = 0, row: Int, column: Int, width: Int, role: Role,
    glyphs: Glyphs
  ) {
    guard width > 0 else { return }
    let eighths = Int((min(max(part, 0), 1) * Double(width * 8)).rounded())
    let tailEnd = Int((min(max(part + tail, 0), 1) * Double(width)).rounded(.up))
    for cell in 0..<width {
      let filled = min(max(eighths - cell * 8, 0), 8)
      let place = column + cell
      if filled > 0 {
        fill(glyphs.eighth(filled), row: row, from: place, to: place + 1, role: role)
      } else if cell < tailEnd, tail > 0 {
        fill(glyphs.tail, row: row, from: place, to: place + 1, role: .tail)
      } else {
        fill(glyphs.empty, row: row, from: place, to: place + 1, role: .empty)
      }
    }
  }

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
      let pattern = Frame.leftDots[left] | Frame.rightDots[right]
      guard pattern != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(pattern)) else { continue }
      fill(scalar, row: row, from: column + cell, to: column + cell + 1, role: role)
    }
  }

  /// A known value is never without a dot: zero is a value, a gap is none.
  private static func dots(_ value: Double) -> Int {
    min(max(Int((value * 4).rounded(.up)), 1), 4)
  }

  private static let leftDots: [UInt8] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt8] = [0, 0x80, 0xA0, 0xB0, 0xB8]
}
