public import ShutdownModel

/// The frame of the view the user is in.
///
/// - Parameter state: as it is now, or as it was at the moment that is looked at.
public func frame(
  of state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  let viewSize = screen.viewSize(size)
  var frame =
    switch screen.view {
    case .overview, .times: overview(state, screen, context, size: viewSize)
    case .pod: podView(state, screen, context, size: viewSize)
    case .log: logView(state, screen, context, size: viewSize)
    case .report:
      scrolled(screen, context.glyphs, viewSize) { reportView(state, screen, context, size: $0) }
    case .findings:
      scrolled(screen, context.glyphs, viewSize) { findingsView(state, screen, context, size: $0) }
    case .help: helpView(screen, context, size: viewSize)
    case .command: commandView(screen, context, size: viewSize)
    }
  if let timeline = screen.timeline, screen.showsTimeline(size) {
    frame.addRows(size.rows - viewSize.rows)
    frame.drawTimeline(timeline, context.glyphs, row: size.rows - 1)
  }
  return frame
}

/// A view that fits its lines to the screen; scrolled sideways, a part of it as it is on one twice as wide.
private func scrolled(
  _ screen: ScreenState, _ glyphs: Glyphs, _ size: Frame.Size, _ view: (Frame.Size) -> Frame
) -> Frame {
  var frame = view(size)
  guard screen.leftColumn > 0, size.rows >= 3 else { return frame }
  let wide = view(Frame.Size(rows: size.rows, columns: 2 * size.columns))
  frame.show(wide, rows: 1..<size.rows - 1, from: screen.leftColumn, mark: glyphs.cut)
  // How many lines are below is another number there.
  let (row, end) = (size.rows - 1, size.columns - 1)
  frame.fill(glyphs.horizontal, row: row, from: end - frame.endNote.count, to: end, role: .border)
  frame.write(wide.endNote, row: row, before: end, role: .note)
  return frame
}

extension Frame {
  /// The remark at the end of the last row.
  fileprivate var endNote: String {
    let note = cells.suffix(size.columns).dropLast().reversed().prefix { $0.role == .note }
    return String(note.reversed().map { Character(Unicode.Scalar($0.scalar) ?? " ") })
  }
}
