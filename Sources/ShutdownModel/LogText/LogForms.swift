/// The forms of lines: how what a program says is told from what stands around it.
public struct LogForms: Equatable, Sendable {
  /// Of the tools that carry lines.
  public private(set) var tools: [LogForm] = []
  /// Of the programs that write them, the specific before the general.
  public private(set) var programs: [LogForm] = []
  /// What the members of JSON, pairs and columns are called.
  public var members = LogMembers()
  /// The numbers of the forms that a line with this first byte can have.
  private var toolsByByte: [[UInt16]] = Array(repeating: [], count: 256)
  private var programsByByte: [[UInt16]] = Array(repeating: [], count: 256)

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
    let number = UInt16(clamping: form.isOfTool ? tools.count : programs.count)
    if form.isOfTool { tools.append(form) } else { programs.append(form) }
    for byte in 0...UInt8.max where form.beginning.contains(byte) {
      if form.isOfTool {
        toolsByByte[Int(byte)].append(number)
      } else {
        programsByByte[Int(byte)].append(number)
      }
    }
  }

  func tool(_ cursor: LineCursor, year: LogYear?) -> LogFormMatch? {
    var lead = LogForm.Lead()
    for number in toolsByByte[Int(cursor.next)] {
      if let match = tools[Int(number)].match(cursor, year: year, hasTime: false, &lead) {
        return match
      }
    }
    return nil
  }

  func program(_ cursor: LineCursor, year: LogYear?, hasTime: Bool) -> LogFormMatch? {
    var lead = LogForm.Lead()
    for number in programsByByte[Int(cursor.next)] {
      if let match = programs[Int(number)].match(cursor, year: year, hasTime: hasTime, &lead) {
        return match
      }
    }
    return nil
  }
}
