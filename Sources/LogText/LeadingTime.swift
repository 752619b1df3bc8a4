extension String {
  /// A line of a log without the date and the time that it begins with, for where its time stands in a column
  /// of its own; the whole line where it begins with neither, or has nothing else.
  public var withoutLeadingTime: Substring {
    var line = self
    let length = line.withUTF8 { bytes in
      var lead = LogLead()
      let start = LineCursor(bytes, 0..<bytes.count)
      lead.read(start, year: nil)
      guard lead.moment?.kind == .exact, lead.behind != 0 else { return 0 }
      var rest = start
      rest.move(to: lead.end)
      rest.takeSpaces()
      return rest.position
    }
    return self[utf8.index(startIndex, offsetBy: length)...]
  }
}
