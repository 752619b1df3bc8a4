extension Column {
  /// The columns of the table, from left to right.
  static let all: [Column] = [
    .pod, .phase, .inFlight, .drain, .countdown, .forecast, .endpoint, .note, .times,
  ]
}
