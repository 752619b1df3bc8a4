extension TimeSpan {
  /// For a sentence: tenths below 10 s, whole seconds below 2 min, else minutes and seconds.
  public var text: String {
    let tenths = Int((seconds * 10).rounded())
    if tenths < 100 {
      return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) s"
    }
    return TimeSpan.text(ofWhole: Int(seconds.rounded()))
  }

  /// For what only grows while it is looked at: the whole seconds that have passed, so that it changes once a
  /// second.
  public var passedText: String { TimeSpan.text(ofWhole: max(Int(seconds), 0)) }

  private static func text(ofWhole whole: Int) -> String {
    whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
