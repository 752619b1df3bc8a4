/// The name that a mistyped one was most likely meant to be, or nil when none is close.
///
/// Distance is the number of characters inserted, removed, replaced or swapped with their
/// neighbour; two of them or a third of the name may differ.
public func nearestName(to name: String, among names: some Sequence<String>) -> String? {
  let limit = min(max(name.count / 3, 2), name.count - 1)
  guard name.count <= 100 else { return nil }
  return
    names
    .map { (name: $0, distance: editDistance(Array(name.lowercased()), Array($0.lowercased()))) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
    .name
}

/// The end of a message about an unknown name: the nearest one, or all of them.
///
///     ; did you mean 'poll-rate'?
///     ; known are: ascii, color, mouse
public func hint(for name: String, among names: some Sequence<String>) -> String {
  if let nearest = nearestName(to: name, among: names) {
    return "; did you mean '\(nearest)'?"
  }
  return "; known are: " + names.sorted().joined(separator: ", ")
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(previous[column + 1] + 1, current[column] + 1, replaced)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
