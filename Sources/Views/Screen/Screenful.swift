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
      scrolled(screen, context, viewSize) { reportView(state, screen, context, size: $0) }
    case .findings:
      scrolled(screen, context, viewSize) { findingsView(state, screen, context, size: $0) }
    case .help: helpView(screen, context, size: viewSize)
    case .command: commandView(screen, context, size: viewSize)
    }
  if screen.showsStatusLine(size) {
    frame.addTopRow()
    frame.drawStatusLine(state, screen, context, row: 0)
  }
  if let timeline = screen.timeline, screen.showsTimeline(size) {
    frame.addRows(1)
    frame.drawTimeline(timeline, context.glyphs, row: size.rows - 1)
  }
  return frame
}

/// A view that fits its lines to the screen; scrolled sideways, a part of it as it is on one twice as wide.
private func scrolled(
  _ screen: ScreenState, _ context: ScreenContext, _ size: Frame.Size,
  _ view: (Frame.Size) -> Frame
) -> Frame {
  var frame = view(size)
  guard screen.leftColumn > 0, size.rows >= 3 else { return frame }
  let wide = view(Frame.Size(rows: size.rows, columns: 2 * size.columns))
  frame.show(wide, rows: 1..<size.rows - 1, from: screen.leftColumn, mark: context.glyphs.cut)
  // How many lines are below is another number there.
  frame.drawFooter(screen, context, row: size.rows - 1, below: wide.linesBelow)
  return frame
}
