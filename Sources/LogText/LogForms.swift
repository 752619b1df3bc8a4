/// The forms of lines: how what a program says is told from what stands around it.
public struct LogForms: Equatable, Sendable {
  /// Of the tools that carry lines.
  private var tools = LogFormList()
  /// Of the programs that write them, the specific before the general.
  private var programs = LogFormList()
  /// What the members of JSON, pairs and columns are called.
  public var members = LogMembers()

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
    if form.isOfTool { tools.append(form) } else { programs.append(form) }
  }

  func tool(_ cursor: LineCursor, year: LogYear?, _ lead: inout LogLead) -> LogFormMatch? {
    tools.match(cursor, year: year, hasTime: false, &lead)
  }

  func program(
    _ cursor: LineCursor, year: LogYear?, hasTime: Bool, _ lead: inout LogLead
  ) -> LogFormMatch? {
    programs.match(cursor, year: year, hasTime: hasTime, &lead)
  }
}
