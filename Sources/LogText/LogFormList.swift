/// Forms in the order in which they are tried, found by what a line begins with.
struct LogFormList: Equatable, Sendable {
  private(set) var forms: [LogForm] = []
  /// Of each first byte of a line the forms it can have that begin with something else than a time.
  private var plain: [[Int]] = Array(repeating: [], count: 256)
  /// Of those the ones that need not begin with a name or a number: all that a line with a time can have.
  private var open: [[Int]] = Array(repeating: [], count: 256)
  /// Of each byte behind a time, and behind the blanks there, the forms that begin with one.
  private var timed: [[Int]] = Array(repeating: [], count: 256)

  static func == (left: LogFormList, right: LogFormList) -> Bool { left.forms == right.forms }

  mutating func append(_ form: LogForm) {
    for byte in UInt8.min...UInt8.max {
      if let behindTime = form.behindTime {
        // 0 is the end of the line, where a form may end, too.
        if byte == 0 || behindTime.contains(byte) { timed[Int(byte)].append(forms.count) }
      } else if form.beginning.contains(byte) {
        plain[Int(byte)].append(forms.count)
        if !form.beginsWithName { open[Int(byte)].append(forms.count) }
      }
    }
    forms.append(form)
  }

  /// Reads a line by the first form that it has.
  ///
  /// - Parameters:
  ///   - hasTime: a time stood before it.
  ///   - lead: of the same line.
  func match(
    _ cursor: LineCursor, year: LogYear?, hasTime: Bool, _ lead: inout LogLead
  ) -> LogFormMatch? {
    lead.read(cursor, year: year)
    let hasLead = lead.moment != nil
    let plain = hasLead ? open[Int(cursor.next)] : plain[Int(cursor.next)]
    let timed = hasLead ? timed[Int(lead.behind)] : []
    var (nextPlain, nextTimed) = (0, 0)
    while nextPlain < plain.count || nextTimed < timed.count {
      let isTimed =
        nextTimed < timed.count
        && (nextPlain == plain.count || timed[nextTimed] < plain[nextPlain])
      let form = isTimed ? timed[nextTimed] : plain[nextPlain]
      if isTimed { nextTimed += 1 } else { nextPlain += 1 }
      let match = LogFormMatch(
        cursor, steps: forms[form].steps, restIndex: forms[form].restIndex, year: year,
        hasTime: hasTime, lead: isTimed ? lead : nil)
      if let match { return match }
    }
    return nil
  }
}
