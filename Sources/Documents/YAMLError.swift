/// Why a text of YAML is not read, and on which line.
package struct YAMLError: Error, Equatable {
  /// What is wrong.
  package enum Reason: Equatable, Sendable {
    /// It is not YAML, in libyaml's words; the column is counted from 1 in Unicode scalars.
    case syntax(String, column: Int)
    /// A character that no YAML may have, in libyaml's words.
    case character(String)
    /// A name that stands twice in a map; the line is that of the first.
    case duplicate(String)
    /// A list or a map stands where a map must have a name; the line is that of the map around it.
    case unnamedKey
    case tooLarge
    case tooLargeWithAliases
    /// The name of the first alias that is too many.
    case tooManyAliases(String)
    case tooManyNodes
    case tooDeep
    case outOfMemory
  }

  /// A step down from a list or a map.
  package enum Step: Equatable, Sendable {
    case item(Int)
    case entry(String)
  }

  package let reason: Reason
  /// Counted from 1.
  package let line: Int
  /// Of what is nested too deeply, of one node too many and of a map with an unnamed key: the way from the
  /// root to it.
  package var path: [Step] = []

  /// The same, seen from one step nearer to the root.
  func under(_ step: Step) -> YAMLError {
    var error = self
    error.path.insert(step, at: 0)
    return error
  }
}
