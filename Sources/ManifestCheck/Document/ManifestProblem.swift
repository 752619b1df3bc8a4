/// Why a manifest cannot be read: the line, and what is wrong with it.
struct ManifestProblem: Error, Equatable {
  var line: Int
  /// Lower case: what is wrong, the value, what to write instead.
  var problem: String
}
