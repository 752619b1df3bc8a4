/// Why a line of a recording is not what it should be.
struct RecordError: Error, Equatable {
  var problem: String

  init(_ problem: String) {
    self.problem = problem
  }
}
