/// How every role looks.
public struct Theme: Equatable, Sendable {
  /// A role without an entry looks like plain text.
  public var styles: [Role: Style]
  /// What the selected row has in place of its own background.
  public var selection: Style

  /// Makes a theme.
  public init(styles: [Role: Style], selection: Style) {
    self.styles = styles
    self.selection = selection
  }

  /// The style of a cell.
  public func style(of role: Role, isSelected: Bool) -> Style {
    var style = styles[role] ?? Style()
    guard isSelected else { return style }
    if let background = selection.background { style.background = background }
    if selection.background != nil, style.foreground == selection.background {
      style.foreground = selection.foreground
    }
    style.attributes.formUnion(selection.attributes)
    return style
  }

  /// The theme without colours, for NO_COLOR and for terminals that have none.
  ///
  /// Meaning is in words and glyphs anyway; weight and reverse video help the eye.
  public static let plain = Theme(
    styles: [
      .strong: Style(attributes: .bold), .quiet: Style(attributes: .dim),
      .border: Style(attributes: .dim), .title: Style(attributes: .bold),
      .label: Style(attributes: .dim), .key: Style(attributes: .bold),
      .warning: Style(attributes: .bold), .critical: Style(attributes: [.bold, .reverse]),
      .lost: Style(attributes: .bold), .empty: Style(attributes: .dim),
      .tail: Style(attributes: .dim), .criticalBanner: Style(attributes: [.bold, .reverse]),
      .warningBanner: Style(attributes: .bold), .time: Style(attributes: .dim),
      .match: Style(attributes: .reverse), .note: Style(attributes: .dim),
      .input: Style(attributes: .underline),
    ],
    selection: Style(attributes: .reverse))
}
