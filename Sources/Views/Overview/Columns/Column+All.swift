extension Column {
  /// The columns of the table, from left to right.
  static let all: [Column] = [
    .pod, .phase, .inFlight, .drain, .countdown, .forecast, .endpoint, .note, .times,
  ]

  /// Those and the ones that have to be chosen.
  static let known: [Column] = all + [.revision, .node, .age, .restarts, .cause, .container]

  /// What a column is called where columns are chosen, in the order of ``known``.
  public static var ids: [String] { known.map(\.id) }

  /// The columns with these names, in their order; all of the ordinary ones where there are no names.
  static func chosen(_ ids: [String]) -> [Column] {
    guard !ids.isEmpty else { return all }
    // The name is what a row is found by.
    let names = ids.contains(Column.pod.id) ? ids : [Column.pod.id] + ids
    return names.compactMap { id in known.first { $0.id == id }.map(\.wanted) }
  }

  /// The same as a user has chosen it: shown as far as there is room, however narrow the screen.
  private var wanted: Column {
    var column = self
    column.wishes = { [wishes] screen, nameWidth in
      let wished = wishes(screen, nameWidth)
      return wished.isEmpty ? wishes(id == "times" ? 240 : 140, nameWidth) : wished
    }
    return column
  }
}
