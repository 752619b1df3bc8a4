/// e^x and ln x in Swift alone: the model may not import the C library, which brings the clock,
/// files and chance along, and a replay must give the same digits on every platform.
extension Double {
  /// e^self, exact to about 1e-15; 0 below -700 and e^700 above 700.
  ///
  /// x = k·ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor series of e^r to the 13th power.
  package var exponential: Double {
    guard self > -700 else { return isNaN ? self : 0 }
    let clamped = Swift.min(self, 700)
    // What is added and taken away leaves no room for a fraction: it rounds.
    let power = clamped * 1.442_695_040_888_963_4 + 6_755_399_441_055_744 - 6_755_399_441_055_744
    // ln 2 in two parts, so that the rest keeps its digits.
    let rest = clamped - power * 0.693_147_180_369_123_8 - power * 1.908_214_929_270_587_7e-10
    // In pairs, so that the processor works at several at a time.
    let (square, fourth) = (rest * rest, rest * rest * rest * rest)
    let first = (1 + rest) + square * (1.0 / 2 + rest * (1.0 / 6))
    let second = (1.0 / 24 + rest * (1.0 / 120)) + square * (1.0 / 720 + rest * (1.0 / 5_040))
    let third =
      (1.0 / 40_320 + rest * (1.0 / 362_880))
      + square * (1.0 / 3_628_800 + rest * (1.0 / 39_916_800))
    let last = 1.0 / 479_001_600 + rest * (1.0 / 6_227_020_800)
    let sum = first + fourth * (second + fourth * (third + fourth * last))
    return sum * Double(bitPattern: UInt64(bitPattern: Int64(power) + 1023) << 52)
  }

  /// ln self, exact to about 1e-15; -∞ of 0, NaN of what is less.
  ///
  /// x = 2^k·m with √½ ≤ m < √2, then ln m = 2·artanh((m − 1)/(m + 1)) as a series.
  package var logarithm: Double {
    guard self > 0, self < .infinity else {
      return self == 0 ? -.infinity : self > 0 ? self : .nan
    }
    guard self >= .leastNormalMagnitude else {
      return (self * 18_014_398_509_481_984).logarithm - 37.429_947_750_237_05
    }
    // The exponent is counted so that the rest is in √½...√2.
    let shifted = bitPattern &- 0x3fe6_a09e_667f_3bcd
    let power = Double(Int64(bitPattern: shifted) >> 52)
    let part = Double(bitPattern: (shifted & 0xf_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
    let ratio = (part - 1) / (part + 1)
    let square = ratio * ratio
    let (fourth, eighth) = (square * square, square * square * square * square)
    let first = (1 + square * (1.0 / 3)) + fourth * (1.0 / 5 + square * (1.0 / 7))
    let second = (1.0 / 9 + square * (1.0 / 11)) + fourth * (1.0 / 13 + square * (1.0 / 15))
    let last = (1.0 / 17 + square * (1.0 / 19)) + fourth * (1.0 / 21)
    let sum = first + eighth * (second + eighth * last)
    return power * 0.693_147_180_559_945_3 + 2 * ratio * sum
  }
}

extension Double {
  /// The number raised to a whole power by squaring.
  package func raised(to power: Int) -> Double {
    var (result, square, rest) = (1.0, self, power)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
