/// Pod and container as stern writes them: only names, which words of a message must not be taken for.
extension LineCursor {
  private static let longestPod = 253
  private static let longestContainer = 63
  /// Names of pods are DNS subdomains; `_` is taken as well.
  private static let name = ByteSet.word.union(ByteSet(0x2D...0x2E))
  /// What the API server makes the ends of generated names of: no vowels, nothing to mistake.
  private static let generated: ByteSet = {
    var set = ByteSet()
    for byte in "bcdfghjklmnpqrstvwxz2456789".utf8 { set.insert(byte) }
    return set
  }()

  /// `web-7d9c5b8f6d-x2x4z app `, with colours, a namespace before it or a bar behind it, or stern's
  /// own `+ web-7d9c5b8f6d-x2x4z › app`.
  ///
  /// Words of a message must not be taken for names. Without colours the pod has to be one of a
  /// ReplicaSet, or its name to begin with that of the container.
  mutating func sternSource(isColoured: Bool) -> (pod: String, container: String, isNotice: Bool)? {
    let isColoured = takeColours() || isColoured
    if take("+ ") || take("- ") || (isColoured && take("+", or: "-")) { return sternNotice() }
    guard Self.name.contains(next), let first = takeWord(), let second = takeWord() else {
      return nil
    }
    // A time behind two names says as much as a colour.
    let isTelling = isColoured || isBeforeTime
    if isPod(first, ofContainer: second, isColoured: isTelling) {
      takeBar()
      return (text(first), text(second), false)
    }
    guard isLabel(first), isPodOfReplicaSet(second), let third = takeWord(),
      isColoured || isBeforeTime || isPrefixed(second, by: third), isLabel(third)
    else { return nil }
    takeBar()
    return (text(second), text(third), false)
  }

  private mutating func sternNotice() -> (pod: String, container: String, isNotice: Bool)? {
    takeColours()
    _ = take(" ")
    takeColours()
    guard var pod = takeWord() else { return nil }
    if !take("› "), let second = takeWord() {
      // The namespace stood before it.
      pod = second
      guard take("› ") else { return nil }
    }
    takeColours()
    guard let container = takeName(Self.longestContainer) else { return nil }
    takeColours()
    return isAtEnd ? (text(pod), text(container), true) : nil
  }

  /// `2026-11-` comes next.
  private var isBeforeTime: Bool {
    let rest = bytes[position...].prefix(8)
    guard rest.count == 8 else { return false }
    return zip(rest, "dddd-dd-".utf8).allSatisfy { byte, form in
      form == UInt8(ascii: "d") ? ByteSet.digits.contains(byte) : byte == form
    }
  }

  private mutating func takeName(_ limit: Int) -> Range<Int>? {
    let start = position
    guard takeAll(of: Self.name, atMost: limit + 1) <= limit, position > start else { return nil }
    return start..<position
  }

  /// Any name of a pod or of a container.
  mutating func takePodName() -> Range<Int>? {
    guard ByteSet.digits.contains(next) || 0x61...0x7A ~= next else { return nil }
    return takeName(Self.longestPod)
  }

  /// Any name of a namespace or of a container.
  mutating func takeLabel() -> Range<Int>? {
    let start = position
    guard (1...Self.longestContainer).contains(takeAll(of: Self.labelBytes, atMost: 64)) else {
      return nil
    }
    return start..<position
  }

  /// A name with the end that Kubernetes gives to those of a ReplicaSet, a DaemonSet or a Job.
  mutating func takeReplica() -> Range<Int>? {
    let start = position
    let count = takeAll(of: Self.replicaBytes, atMost: Self.longestPod + 1)
    guard (7...Self.longestPod).contains(count) else {
      return nil
    }
    let name = start..<position
    if isPodOfReplicaSet(name) { return name }
    guard isLowerCase(name), let dash = lastDash(in: name), dash > start else { return nil }
    let end = dash + 1..<name.upperBound
    return end.count == 5 && self.bytes[end].allSatisfy(Self.generated.contains) ? name : nil
  }

  private static let labelBytes = ByteSet.digits.union(ByteSet(0x61...0x7A)).union(ByteSet(0x2D))
  private static let replicaBytes = ByteSet.digits.union(ByteSet(0x61...0x7A))
    .union(ByteSet(0x2D...0x2E))

  /// A name with colours around it, and the space behind it or the end.
  private mutating func takeWord() -> Range<Int>? {
    takeColours()
    guard let name = takeName(Self.longestPod) else { return nil }
    takeColours()
    guard take(" ") || isAtEnd else { return nil }
    takeColours()
    return name
  }

  /// `│ `, `| ` or `› `.
  private mutating func takeBar() {
    if take("│") || take("|") || take("›") { _ = take(" ") }
  }

  /// Takes sequences such as `ESC[1;32m`.
  @discardableResult
  private mutating func takeColours() -> Bool {
    let start = position
    while next == 0x1B {
      let isTaken: Void? = attempt { cursor in
        guard cursor.take("\u{1B}[") else { return nil }
        cursor.takeAll(of: ByteSet(0x30...0x3B), atMost: 32)
        return cursor.take("m") ? () : nil
      }
      if isTaken == nil { break }
    }
    return position > start
  }

  private func isPod(
    _ pod: Range<Int>, ofContainer container: Range<Int>, isColoured: Bool
  ) -> Bool {
    guard isLabel(container), isLowerCase(pod) else { return false }
    if isPodOfReplicaSet(pod) { return true }
    guard let dash = lastDash(in: pod) else { return false }
    let end = dash + 1..<pod.upperBound
    let isNumbered = (1...4).contains(end.count) && bytes[end].allSatisfy(ByteSet.digits.contains)
    let isGenerated = end.count == 5 && bytes[end].allSatisfy(Self.generated.contains)
    return (isNumbered || isGenerated) && (isColoured || isPrefixed(pod, by: container))
  }

  /// `web-7d9c5b8f6d-x2x4z`.
  private func isPodOfReplicaSet(_ pod: Range<Int>) -> Bool {
    guard isLowerCase(pod), let dash = lastDash(in: pod),
      let before = lastDash(in: pod.lowerBound..<dash), before > pod.lowerBound
    else { return false }
    let (hash, end) = (before + 1..<dash, dash + 1..<pod.upperBound)
    return end.count == 5 && (6...10).contains(hash.count)
      && bytes[end].allSatisfy(Self.generated.contains)
      && bytes[hash].allSatisfy(Self.generated.contains)
  }

  private func isPrefixed(_ pod: Range<Int>, by container: Range<Int>) -> Bool {
    pod.count > container.count + 1 && bytes[pod].starts(with: bytes[container])
      && bytes[pod.lowerBound + container.count] == UInt8(ascii: "-")
  }

  /// Whether it could name a container or a namespace.
  private func isLabel(_ word: Range<Int>) -> Bool {
    word.count <= Self.longestContainer && isLowerCase(word)
      && !bytes[word].contains(UInt8(ascii: "."))
      && bytes[word].contains { 0x61...0x7A ~= $0 }
  }

  private func isLowerCase(_ word: Range<Int>) -> Bool {
    !bytes[word].contains { 0x41...0x5A ~= $0 || $0 == UInt8(ascii: "_") }
      && bytes[word.lowerBound] != UInt8(ascii: "-")
      && bytes[word.upperBound - 1] != UInt8(ascii: "-")
  }

  private func lastDash(in range: Range<Int>) -> Int? {
    bytes[range].lastIndex(of: UInt8(ascii: "-"))
  }
}
