import Time

extension DrainObservations {
  /// What will become of the drain; nil when no task was ever counted.
  ///
  /// Ages with the pod's own durations are best, counts alone come last; see ``Forecast/Basis``.
  public func forecast(prior: DrainPrior? = nil) -> Forecast? {
    forecast(prior: prior, lesson: nil)
  }

  /// - Parameter lesson: what the drain's own counts teach, if it is known already.
  package func forecast(prior: DrainPrior?, lesson: DrainLesson?) -> Forecast? {
    guard let newest = counts.last else { return nil }
    guard newest.inFlight > 0 else {
      return Forecast(
        probabilityDone: 1, medianEmptyAt: newest.time, ninetyPercentEmptyAt: newest.time,
        expectedLost: 0, streams: streams, basis: .empty, end: end)
    }
    let (outlook, basis) = outlook(prior, lesson, inFlight: newest.inFlight)
    func instant(_ chance: Double) -> Instant? {
      outlook.emptyIn(chance: chance).map { newest.time + .seconds(secondsToLastArrival + $0) }
    }
    var (done, left) = (0.0, Double(newest.inFlight))
    if secondsLeft > 0 {
      done = min(max(outlook.probabilityEmpty(after: secondsLeft), 0), 1)
      left = min(max(outlook.expectedLeft(after: secondsLeft), 0), left)
    }
    return Forecast(
      probabilityDone: done, medianEmptyAt: instant(0.5), ninetyPercentEmptyAt: instant(0.9),
      expectedLost: left, streams: streams, basis: basis, end: end)
  }

  /// How the tasks in flight will end.
  package func outlook(prior: DrainPrior?, lesson: DrainLesson?) -> DrainOutlook {
    outlook(prior, lesson, inFlight: inFlight ?? 0).outlook
  }

  private func outlook(
    _ prior: DrainPrior?, _ lesson: DrainLesson?, inFlight: Int
  ) -> (outlook: DrainOutlook, basis: Forecast.Basis) {
    if ages.isEmpty || durations.isEmpty, let lesson = lesson ?? DrainLesson(counts) {
      let beliefs = prior?.beliefs
      return (
        .alike(SurvivalGrid(lesson, prior: beliefs)),
        beliefs == nil ? .counts : .countsAndEarlierDrains
      )
    }
    let law = DurationSurvival(durations, ages: ages, prior: prior?.durations)
    let tasks = AgedTasks(law, ages: ages, more: inFlight - ages.count, horizon: secondsLeft)
    return (.aged(tasks), prior?.durations == nil ? .ages : .agesAndEarlierDrains)
  }
}
