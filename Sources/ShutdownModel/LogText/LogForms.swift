/// The forms of lines: how what a program says is told from what stands around it.
public struct LogForms: Equatable, Sendable {
  /// Of the tools that carry lines.
  public private(set) var tools: [LogForm] = []
  /// Of the programs that write them, the specific before the general.
  public private(set) var programs: [LogForm] = []
  /// What the members of JSON, pairs and columns are called.
  public var members = LogMembers()
  /// Of each first byte of a line the forms that it can have.
  private var toolsByByte: [[Beginning]] = Array(repeating: [], count: 256)
  private var programsByByte: [[Beginning]] = Array(repeating: [], count: 256)

  /// What tells most lines from a form before any of it is tried.
  private struct Beginning: Sendable {
    var form: Int
    var behindTime: ByteSet?
  }

  public static func == (left: LogForms, right: LogForms) -> Bool {
    left.tools == right.tools && left.programs == right.programs && left.members == right.members
  }

  /// No form is known.
  public init() {}

  /// Forms in the order in which they are tried.
  ///
  /// - Throws: ``LogFormError`` for the first that is none.
  public init(_ texts: [String], members: LogMembers = LogMembers()) throws(LogFormError) {
    self.members = members
    for text in texts { add(try LogForm(text)) }
  }

  /// Adds a form behind those there are.
  public mutating func add(_ form: LogForm) {
    let beginning = Beginning(
      form: form.isOfTool ? tools.count : programs.count, behindTime: form.behindTime)
    if form.isOfTool { tools.append(form) } else { programs.append(form) }
    for byte in 0...UInt8.max where form.beginning.contains(byte) {
      if form.isOfTool {
        toolsByByte[Int(byte)].append(beginning)
      } else {
        programsByByte[Int(byte)].append(beginning)
      }
    }
  }

  func tool(_ cursor: LineCursor, year: LogYear?, _ lead: inout LogLead) -> LogFormMatch? {
    Self.first(
      of: tools, toolsByByte[Int(cursor.next)], cursor, year: year, hasTime: false, &lead)
  }

  func program(
    _ cursor: LineCursor, year: LogYear?, hasTime: Bool, _ lead: inout LogLead
  ) -> LogFormMatch? {
    Self.first(
      of: programs, programsByByte[Int(cursor.next)], cursor, year: year, hasTime: hasTime, &lead)
  }

  private static func first(
    of forms: [LogForm], _ beginnings: [Beginning], _ cursor: LineCursor, year: LogYear?,
    hasTime: Bool, _ lead: inout LogLead
  ) -> LogFormMatch? {
    // A form is not to be copied for each line.
    forms.withUnsafeBufferPointer { forms in
      for beginning in beginnings where lead.allows(beginning.behindTime, cursor, year: year) {
        let match = forms[beginning.form].match(cursor, year: year, hasTime: hasTime, &lead)
        if let match { return match }
      }
      return nil
    }
  }
}
