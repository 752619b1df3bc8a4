extension Forecast.Basis {
  /// For a sentence: what it rests on.
  public var text: String {
    switch self {
    case .counts: "the counts alone"
    case .countsAndEarlierDrains: "the counts and earlier drains"
    case .ages: "the tasks' ages"
    case .agesAndEarlierDrains: "the tasks' ages and earlier drains"
    case .empty: "nothing in flight"
    }
  }
}
