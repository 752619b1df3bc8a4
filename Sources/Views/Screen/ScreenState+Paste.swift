import HarmlessText

extension ScreenState {
  /// Takes what was pasted: a filter that is being typed gets its first line, and nothing else does
  /// anything.
  public mutating func paste(_ text: String) {
    guard case .filter(let typed) = typing else { return }
    let line = text.drop { $0.isNewline }.prefix { !$0.isNewline }
    let room = max(ScreenState.filterLimit - typed.unicodeScalars.count, 0)
    var added = String.UnicodeScalarView()
    for scalar in String(line).harmless(limit: 4 * ScreenState.filterLimit).unicodeScalars
    where scalar.isDrawable && added.count < room {
      added.append(scalar)
    }
    filter = typed + String(added)
    typing = .filter(filter)
  }

  /// How many characters a filter may have.
  static let filterLimit = 200
}
