/// What one drain, as far as it was seen, says of the laws of the grid.
///
/// It costs some sixty microseconds, so that it is reckoned once and serves the pod's own forecast and
/// those of its like.
struct DrainLesson: Equatable, Sendable {
  /// ln of how likely each law makes its counts.
  let likelihoods: [Double]
  /// The tasks it began with, from its last arrival on.
  let tasks: Double

  /// Nil for a drain without tasks.
  init?(_ counts: [DrainObservations.Count]) {
    guard let first = counts.first, first.inFlight > 0 else { return nil }
    likelihoods = SurvivalGrid.logLikelihoods(counts)
    tasks = Double(first.inFlight)
  }
}
