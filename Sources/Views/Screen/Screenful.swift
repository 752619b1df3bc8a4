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
  if screen.leftColumn > 0 {
    frame.show(
      view(Frame.Size(rows: size.rows, columns: 2 * size.columns)),
      rows: 1..<max(size.rows - 1, 1), from: screen.leftColumn, mark: glyphs.cut)
  }
  return frame
}
