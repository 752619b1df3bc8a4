/// Whose end a sentence speaks of, for lines of programs that nobody knows.
///
/// It reads the words around the first one that may be of an end: what stands before it is who ends, what
/// stands behind it is what is ended. It decides only what a pattern has found already.
///
/// Source: the design of evidence, "who speaks": the process, a part of it, another program, or a
/// configuration.
enum LogSpeaker: Equatable, Sendable {
  /// A configuration, an instruction, a condition: nothing has happened.
  case nobody
  /// It does not, or not yet.
  case denied
  /// It will, after a time or under a condition.
  case announced
  /// An upstream, a peer, a child, a pod.
  case other
  /// A cache, a metrics server, a connection to a database: its end says nothing of the work.
  case accessory
  /// A worker, a consumer.
  case part
  /// One server or service, beside which there may be others.
  case server
  case process
}

extension LogSpeaker {
  /// Longer sentences are not about who ends.
  private static let mostWords = 48

  /// Who ends, as a message says it.
  init(of message: UnsafeBufferPointer<UInt8>) {
    let words = LogWords(message, atMost: Self.mostWords)
    if words.isInstruction || words.isConfiguration {
      self = .nobody
      return
    }
    guard let act = words.firstAct else {
      self = words.hasForeigner(in: words.indices) ? .other : .process
      return
    }
    if words.isAnnounced(at: act) {
      self = .announced
      return
    }
    if words.isDenied(at: act) || words.isOfFixture {
      self = .denied
      return
    }
    if words.hasForeigner(in: 0..<act) {
      self = .other
      return
    }
    let subject = Self.speaker(of: words.subject(of: act), in: words, mayBeNamed: true)
    // What is waited for is no part that ends, nor is who sent a signal.
    let isOpen = !words[act].kind.isDisjoint(with: [.expectation, .signalName])
    let object = Self.speaker(of: words.object(of: act), in: words, mayBeNamed: isOpen)
    self = Self.lesser(subject, object) ?? .process
  }

  /// Whom a few words name; nil where they name nobody.
  ///
  /// - Parameter mayBeNamed: one or two words that are not known are the program's own name.
  private static func speaker(
    of range: Range<Int>, in words: LogWords, mayBeNamed: Bool
  ) -> LogSpeaker? {
    if range.contains(where: { !words[$0].kind.isDisjoint(with: [.other, .foreign]) }) {
      return .other
    }
    // Of what stands beside the work, and of a part that does not do it, nothing of the work is told.
    let isWorker = range.contains { words[$0].kind.contains(.worker) }
    if !isWorker,
      range.contains(where: { words[$0].kind.contains(.aside) && !words.isFixture($0) })
    {
      return .accessory
    }
    let part = isWorker ? LogSpeaker.part : .accessory
    let isProgram = range.last.map { words[$0].kind.contains(.head) } ?? false
    var speaker: LogSpeaker?
    var unknown = 0
    for place in range {
      let kind = words[place].kind
      if words.isFixture(place) { continue }
      if kind.contains(.server), words[place].isNumbered { return .part }
      // `draining runner 'gha-07'`
      let isOneOfSeveral =
        !mayBeNamed && kind.contains(.several) && range.contains(place + 1)
        && words[place + 1].isQuoted
      if isOneOfSeveral { return .other }
      // `worker daemon`: its head says what it is.
      if isProgram, place == range.last { return .process }
      if kind.contains(.part), !isProgram, !words.meansAll(before: place, in: range) { return part }
      if kind.contains(.server) {
        // `stopping service orders`
        let isNamed =
          !mayBeNamed && range.contains(place + 1) && words[place + 1].kind.isUnknown
          && !words[place].endsClause
        if isNamed { return part }
        speaker = speaker ?? .server
      } else if !kind.isDisjoint(with: [.process, .work, .part]) {
        speaker = .process
      } else if kind.isUnknown {
        unknown += 1
      }
    }
    if let speaker { return speaker }
    guard unknown > 0 else { return nil }
    return mayBeNamed && unknown <= 2 ? .process : .part
  }

  private static func lesser(_ one: LogSpeaker?, _ two: LogSpeaker?) -> LogSpeaker? {
    let order: [LogSpeaker] = [.other, .accessory, .part, .server, .process]
    return order.first { $0 == one || $0 == two }
  }
}
