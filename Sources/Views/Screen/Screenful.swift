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
    case .report: reportView(state, screen, context, size: viewSize)
    case .findings: findingsView(state, screen, context, size: viewSize)
    case .help: helpView(screen, context, size: viewSize)
    case .command: commandView(screen, context, size: viewSize)
    }
  if let timeline = screen.timeline, screen.showsTimeline(size) {
    frame.addRows(size.rows - viewSize.rows)
    frame.drawTimeline(timeline, context.glyphs, row: size.rows - 1)
  }
  return frame
}
