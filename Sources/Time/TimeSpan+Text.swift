extension TimeSpan {
  /// For a sentence: tenths below 10 s, whole seconds below 2 min, else minutes and seconds.
  public var text: String {
    let tenths = Int((seconds * 10).rounded())
    if tenths < 100 {
      return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) s"
    }
    let whole = Int(seconds.rounded())
    return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
