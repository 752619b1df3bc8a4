/// What a word may be in a sentence about an end; most words that matter are one thing, some are two.
struct LogWordKind: OptionSet, Sendable {
  let rawValue: UInt32

  /// Says nothing of who or what.
  static let filler = LogWordKind(rawValue: 1 << 0)
  static let all = LogWordKind(rawValue: 1 << 1)
  /// `shutting`, `drain`, `SIGTERM`.
  static let act = LogWordKind(rawValue: 1 << 2)
  static let process = LogWordKind(rawValue: 1 << 3)
  static let server = LogWordKind(rawValue: 1 << 4)
  static let part = LogWordKind(rawValue: 1 << 5)
  static let other = LogWordKind(rawValue: 1 << 6)
  /// What a server has in flight.
  static let work = LogWordKind(rawValue: 1 << 7)
  /// Something else is said from here on.
  static let turn = LogWordKind(rawValue: 1 << 8)
  static let level = LogWordKind(rawValue: 1 << 9)
  static let instruction = LogWordKind(rawValue: 1 << 10)
  /// Opens a condition when it stands first.
  static let condition = LogWordKind(rawValue: 1 << 11)
  static let setting = LogWordKind(rawValue: 1 << 12)
  /// What is set up for an end: a hook, a limit.
  static let fixture = LogWordKind(rawValue: 1 << 13)
  /// It has happened to it: `reached`, `exceeded`.
  static let event = LogWordKind(rawValue: 1 << 14)
  static let denial = LogWordKind(rawValue: 1 << 15)
  static let expectation = LogWordKind(rawValue: 1 << 16)
  static let signalName = LogWordKind(rawValue: 1 << 17)
  /// Its last part begins in the middle of a word: `ReplicaFetcher`.
  static let hump = LogWordKind(rawValue: 1 << 21)
  /// A part that does the work itself: a worker, a consumer.
  static let worker = LogWordKind(rawValue: 1 << 22)
  /// A part that a process keeps and never is: a store, a pool.
  static let kept = LogWordKind(rawValue: 1 << 25)
  /// A process of which another runs many: a runner, an instance.
  static let several = LogWordKind(rawValue: 1 << 26)
  /// What stands last of a compound and is a whole program: `worker daemon`.
  static let head = LogWordKind(rawValue: 1 << 27)
  /// What stands beside the work: `metrics server`, `health check`.
  static let aside = LogWordKind(rawValue: 1 << 23)
  /// It is still to come: `will`, `may`.
  static let future = LogWordKind(rawValue: 1 << 24)
  /// The name of the pair whose value is the sentence.
  static let message = LogWordKind(rawValue: 1 << 20)
  /// Of another program, wherever it stands before the word of an end.
  static let foreign = LogWordKind(rawValue: 1 << 19)
  /// An end as a thing: a `shutdown` has a timeout, `shutting` has none.
  static let noun = LogWordKind(rawValue: 1 << 18)

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// What a word is; of `orders-consumer` and `ReplicaFetcher` what its last part is, if not more is known.
  init(of word: UnsafeBufferPointer<UInt8>) {
    if let kind = Self.kinds[Self.hash(word[...])] {
      self = kind
      return
    }
    guard let last = Self.lastPart(of: word), let kind = Self.kinds[Self.hash(last)] else {
      self = []
      return
    }
    // A `HTTPServer` is a server; an `ExecutorService` is a part.
    let isService = kind.contains(.server) && last.count > 6
    self =
      isService
      ? .part : kind.intersection([.part, .server, .other, .foreign, .process, .worker, .kept])
    if last.startIndex > 0, ByteSet.word.contains(word[last.startIndex - 1]) { insert(.hump) }
    // `node1` is a host, `worker1` is a part.
    // `web-1` is one of several servers.
    if let last = word.last, ByteSet.digits.contains(last) {
      remove(.other)
      if remove(.server) != nil { insert(.part) }
    }
  }

  /// No word of an end, and none that is known beside one.
  var isUnknown: Bool { subtracting(.hump).isEmpty }

  private static func lastPart(
    of word: UnsafeBufferPointer<UInt8>
  ) -> Slice<UnsafeBufferPointer<UInt8>>? {
    var end = word.count
    // `worker-3`, `worker_12`
    while end > 1, ByteSet.digits.contains(word[end - 1]) { end -= 1 }
    while end > 1, !ByteSet.word.contains(word[end - 1]) || word[end - 1] == UInt8(ascii: "_") {
      end -= 1
    }
    var begin = end
    while begin > 0 {
      let byte = word[begin - 1]
      if !ByteSet.word.contains(byte) || byte == UInt8(ascii: "_") { break }
      begin -= 1
      let isHump =
        (0x41...0x5A).contains(byte) && begin + 1 < end && (0x61...0x7A).contains(word[begin + 1])
      if isHump, begin > 0, ByteSet.word.contains(word[begin - 1]) { break }
    }
    guard begin > 0 || end < word.count, begin < end else { return nil }
    return word[begin..<end]
  }

  /// FNV-1a over the letters in lower case.
  private static func hash(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word {
      hash = (hash ^ UInt64(byte.inLowerCase)) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  private static let kinds: [UInt64: LogWordKind] = {
    var kinds: [UInt64: LogWordKind] = [:]
    for (kind, words) in lists {
      for word in words.split(separator: " ") {
        let bytes = Array(word.utf8)
        bytes.withUnsafeBufferPointer { kinds[hash($0[...]), default: []].formUnion(kind) }
      }
    }
    return kinds
  }()
}
