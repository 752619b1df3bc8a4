/// SplitMix64: the same numbers from the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Begins with a seed.
  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A name's random end, in the letters Kubernetes takes for it: no vowels, no look-alikes.
  mutating func suffix(_ length: Int) -> String {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    return String((0..<length).map { _ in letters.randomElement(using: &self) ?? "x" })
  }

  /// A random UID of version 4.
  mutating func uid() -> String {
    let (high, low) = (next(), next())
    func hex(_ number: UInt64, _ width: Int) -> String {
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return [
      hex(high >> 32, 8), hex(high >> 16 & 0xffff, 4), "4" + hex(high & 0xfff, 3),
      hex(0x8000 | low >> 48 & 0x3fff, 4), hex(low & 0xffff_ffff_ffff, 12),
    ].joined(separator: "-")
  }
}
