/// Where the table's columns stand at a width: what matters less goes first when it is narrow.
struct Columns: Equatable {
  var pod: Range<Int>
  var revision: Range<Int>?
  var phase: Range<Int>?
  /// The number of tasks, and behind it the curve.
  var inFlight: Range<Int>?
  var curve: Range<Int>?
  var drain: Range<Int>?
  var bar: Range<Int>?
  /// The seconds to SIGKILL: the last that goes.
  var left: Range<Int>
  /// Whether it will be done in time; where it is narrow, the chance alone.
  var forecast: Range<Int>?
  var endpoint: Range<Int>?
  var note: Range<Int>?

  /// The number and its curve together.
  var work: Range<Int>? {
    inFlight.map { $0.lowerBound..<(curve?.upperBound ?? $0.upperBound) }
  }

  init(width: Int, longestName: Int) {
    let left = width >= 60 ? 10 : 8
    // The least each column needs, in the order in which they are given room.
    var room = width - 2 - left - 1
    func take(_ wanted: Int, keeping: Int) -> Int? {
      guard room - wanted >= keeping else { return nil }
      room -= wanted
      return wanted
    }
    let least = min(max(longestName, 8), 16)
    let phase = take(9 + 1, keeping: least)
    let inFlight = take(9 + 1, keeping: least)
    let revision = take(4, keeping: least)
    let drain = take(8, keeping: least)
    let bar = take(
      width >= 160 ? 25 : width >= 130 ? 17 : width >= 110 ? 13 : 11, keeping: least)
    var forecast = take(7, keeping: least)
    let name = min(max(longestName, 8), max(room, least), 48)
    room -= name + 1
    // The number alone grows to a sentence where there is room.
    if forecast != nil, width >= 100, let more = take(11, keeping: 0) { forecast = 7 + more }
    // The curve stands directly behind the number, and so takes over most of its column.
    if inFlight != nil { room += 6 }
    let curve = take(width >= 160 ? 13 : width >= 110 ? 9 : 7, keeping: 0)
    if curve == nil, inFlight != nil { room -= 6 }
    let endpoint = width >= 110 ? take(12, keeping: 0) : nil
    let note = width >= 110 && room >= 16 ? room : nil

    var column = 2
    func place(_ width: Int?) -> Range<Int>? {
      guard let width else { return nil }
      defer { column += width }
      return column..<column + width - 1
    }
    pod = column..<min(column + name, max(width - left, column))
    column += name + 1
    self.revision = place(revision)
    self.phase = place(phase)
    self.inFlight = place(curve == nil ? inFlight : inFlight.map { $0 - 6 })
    self.curve = place(curve)
    self.drain = place(drain)
    self.bar = place(bar)
    // On the narrowest screens it takes the name's place.
    let leftStart = max(min(column, width - left), 2)
    self.left = leftStart..<max(min(leftStart + left, width), leftStart)
    column += left + 1
    self.forecast = place(forecast)
    self.endpoint = place(endpoint.map { $0 })
    self.note = note.map { _ in column..<width }
    if let note = self.note, note.count < 10 { self.note = nil }
  }
}
