/// What a form found in a line.
struct LogFormMatch {
  var moment: LogMoment?
  var pod: Range<Int>?
  var container: Range<Int>?
  /// The rest of the line; nil for a form that ends before: its text is on the next lines.
  var rest: Range<Int>?
  /// Where a list of labels or pairs stands.
  var labels: Range<Int>?
}

extension LogFormMatch {
  /// Reads a line by the steps of a form; nil when it has another.
  ///
  /// - Parameters:
  ///   - hasTime: a time stood before it.
  ///   - lead: of the line, for a form that begins with a time.
  init?(
    _ cursor: LineCursor, steps: [LogForm.Step], restIndex: Int?, year: LogYear?, hasTime: Bool,
    lead: LogLead?
  ) {
    let match = steps.withUnsafeBufferPointer { steps in
      var matcher = Matcher(steps: steps, restIndex: restIndex, year: year, hasTime: hasTime)
      guard let lead else { return matcher.match(0, cursor) ? matcher.found : nil }
      matcher.found.moment = lead.moment
      var behind = cursor
      behind.move(to: lead.end)
      return matcher.match(1, behind) ? matcher.found : nil
    }
    guard let match else { return nil }
    self = match
  }

  private struct Matcher {
    let steps: UnsafeBufferPointer<LogForm.Step>
    let restIndex: Int?
    let year: LogYear?
    let hasTime: Bool
    var found = LogFormMatch()
    /// How much is tried before a line is given up.
    private var patience = 400
    private static let longestRest = 16_384

    init(
      steps: UnsafeBufferPointer<LogForm.Step>, restIndex: Int?, year: LogYear?, hasTime: Bool
    ) {
      self.steps = steps
      self.restIndex = restIndex
      self.year = year
      self.hasTime = hasTime
    }

    mutating func match(_ first: Int, _ start: LineCursor) -> Bool {
      var cursor = start
      var index = first
      while index < steps.count {
        patience -= 1
        guard patience > 0 else { return false }
        switch steps[index] {
        case .literal(let text):
          for byte in text { guard cursor.take(byte: byte) else { return false } }
        case .blanks(let least):
          let start = cursor.position
          cursor.takeSpaces()
          guard cursor.position - start >= least || cursor.isAtEnd else { return false }
        case .optional(let after):
          let before = found
          if match(index + 1, cursor) { return true }
          found = before
          index = after
          continue
        case .field(let field, let until) where field.isRest:
          return matchRest(index, until, cursor)
        case .field(let field, let until) where field.isOpen:
          return matchOpen(field, until, index, cursor)
        case .field(let field, _):
          guard take(field, &cursor) else { return false }
        }
        index += 1
      }
      return restIndex != nil || cursor.isAtEnd
    }

    /// Tries every end that what follows allows.
    private mutating func matchOpen(
      _ field: LogFormField, _ until: ByteSet, _ index: Int, _ start: LineCursor
    ) -> Bool {
      var cursor = start
      let hasBlanks = field.hasBlanks
      for _ in 0..<256 {
        guard !cursor.isAtEnd else {
          return cursor.position > start.position && match(index + 1, cursor)
        }
        let byte = cursor.next
        if cursor.position > start.position, until.contains(byte),
          field != .logger || restIndex != nil
            || start.isLogger(start.position..<cursor.position)
        {
          let before = found
          if match(index + 1, cursor) { return true }
          found = before
        }
        guard hasBlanks || byte != 0x20 && byte != 0x09, patience > 0 else { return false }
        cursor.skip(1)
      }
      return false
    }

    /// The rest of the line up to what the form has behind it, which begins as soon as it can.
    private mutating func matchRest(
      _ index: Int, _ until: ByteSet, _ cursor: LineCursor
    ) -> Bool {
      guard index + 1 < steps.count else {
        found.rest = cursor.position..<cursor.end
        return true
      }
      for end in cursor.position..<min(cursor.end, cursor.position + Self.longestRest)
      where until.contains(cursor.bytes[end]) {
        var tail = cursor
        tail.move(to: end)
        var attempt = self
        // What ends a form has to reach the end of the line.
        guard attempt.matchToEnd(index + 1, &tail) else { continue }
        found = attempt.found
        found.rest = cursor.position..<end
        return true
      }
      return false
    }

    /// The steps behind the rest, with nothing of the line left.
    private mutating func matchToEnd(_ first: Int, _ cursor: inout LineCursor) -> Bool {
      var index = first
      while index < steps.count {
        switch steps[index] {
        case .literal(let text):
          for byte in text { guard cursor.take(byte: byte) else { return false } }
        case .blanks(let least):
          let start = cursor.position
          cursor.takeSpaces()
          guard cursor.position - start >= least else { return false }
        case .optional(let after):
          var attempt = cursor
          var other = self
          if other.matchToEnd(index + 1, &attempt) {
            self = other
            cursor = attempt
            return true
          }
          index = after
          continue
        case .field(let field, let until) where field.isOpen:
          let start = cursor.position
          while !cursor.isAtEnd, !until.contains(cursor.next) || until == .all,
            field.hasBlanks || cursor.next != 0x20
          {
            cursor.skip(1)
          }
          guard cursor.position > start else { return false }
        case .field(let field, _):
          guard take(field, &cursor) else { return false }
        }
        index += 1
      }
      return cursor.isAtEnd
    }

    private mutating func take(_ field: LogFormField, _ cursor: inout LineCursor) -> Bool {
      switch field {
      case .time:
        return note(cursor.bracketedMoment(year: year) ?? cursor.moment(year: year))
      case .stamp: return note(cursor.stamp(year))
      case .javatime: return note(cursor.javaTime())
      case .epoch: return note(cursor.attempt { $0.epoch() })
      case .uptime: return note(cursor.attempt { $0.uptime() })
      case .seconds: return note(cursor.attempt { $0.wholeSeconds() })
      case .monthday: return note(cursor.attempt { $0.monthAndDay(year) })
      case .yearday: return note(cursor.attempt { $0.dayOfYear(year) })
      case .level: return cursor.takeLevel()
      case .letter:
        guard 0x41...0x5A ~= cursor.next else { return false }
        cursor.skip(1)
        return true
      case .number: return cursor.takeAll(of: .digits, atMost: 20) > 0
      case .pod, .replica:
        found.pod = field == .pod ? cursor.takePodName() : cursor.takeReplica()
        return found.pod != nil
      case .container:
        found.container = cursor.takeLabel()
        return found.container != nil
      case .namespace: return cursor.takeLabel() != nil
      case .frame:
        cursor.takeFrame(isBehindTime: hasTime || found.moment != nil, year: year)
        return true
      case .labels:
        let start = cursor.position
        guard cursor.take("{"), LineCursor.letters.contains(cursor.next),
          cursor.goBehind("}", within: 2048)
        else { return false }
        found.labels = start + 1..<cursor.position - 1
        return true
      case .pairs:
        let start = cursor.position
        guard cursor.takePairs() else { return false }
        found.labels = start..<cursor.position
        return true
      case .word, .text, .logger, .caller, .thread, .host, .process, .message, .line: return false
      }
    }

    private mutating func note(_ moment: LogMoment?) -> Bool {
      guard let moment else { return false }
      if found.moment.map(moment.isBetter) ?? true { found.moment = moment }
      return true
    }
  }
}
