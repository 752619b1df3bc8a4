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

  /// The style of a bar's cell in whatever row: the ground of a selected one would hide its empty part.
  public func styleOfBar(of role: Role) -> Style { style(of: role, isSelected: false).ofBar }

  /// The theme on a terminal of so many colours: the nearest of what it has.
  ///
  /// Below 256 the grounds of a selected row are gone or hide its text; reverse video shows it anywhere.
  public func reduced(to colors: Int) -> Theme {
    var theme = self
    theme.styles = styles.mapValues { $0.reduced(to: colors) }
    theme.selection = selection.reduced(to: colors)
    guard colors < 256 else { return theme }
    theme.selection = Style(attributes: selection.attributes.union(.reverse))
    return theme
  }

  /// The theme without colours, for NO_COLOR and for terminals that have none.
  ///
  /// Meaning is in words and glyphs anyway; weight and reverse video help the eye. Only ornaments are
  /// dim: nobody knows how dim that is.
  public static let plain = Theme(
    styles: [
      .strong: Style(attributes: .bold), .border: Style(attributes: .dim),
      .title: Style(attributes: .bold), .key: Style(attributes: .bold),
      .warning: Style(attributes: .bold), .critical: Style(attributes: [.bold, .reverse]),
      .lost: Style(attributes: .bold), .empty: Style(attributes: .dim),
      .tail: Style(attributes: .dim), .forecast: Style(attributes: .dim),
      .criticalBanner: Style(attributes: [.bold, .reverse]),
      .warningBanner: Style(attributes: .bold), .match: Style(attributes: .reverse),
      .input: Style(attributes: .underline),
    ],
    selection: Style(attributes: .reverse))
}

extension Style {
  /// The same in a bar or a curve: in reverse video what is full would be read as empty.
  fileprivate var ofBar: Style {
    var style = self
    style.attributes.remove(.reverse)
    // What text has behind it is what is filled here.
    if let background { (style.foreground, style.background) = (background, nil) }
    return style
  }
}

extension Frame {
  /// A cell of a row is part of a bar or a curve, whose size is its meaning, or the gap beside one, without
  /// which it would run into a row in reverse video.
  public func isOfBar(row: Int, column: Int) -> Bool {
    let index = row * size.columns + column
    let cell = cells[index]
    if cell.isOfBar { return true }
    guard cell.scalar == 0x20 else { return false }
    return column > 0 && cells[index - 1].isOfBar
      || column + 1 < size.columns && cells[index + 1].isOfBar
  }
}

extension Frame.Cell {
  fileprivate var isOfBar: Bool {
    switch role {
    case .gauge, .tail, .empty, .curve, .forecast: true
    // Blocks and braille, in whatever role.
    default: 0x2580...0x259F ~= scalar || 0x2800...0x28FF ~= scalar
    }
  }
}
