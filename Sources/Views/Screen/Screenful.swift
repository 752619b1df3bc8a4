public import ShutdownModel

/// The frame of the view the user is in.
///
/// - Parameter state: as it is now, or as it was when the picture was held.
public func frame(
  of state: State, _ screen: ScreenState, _ context: ScreenContext, size: Frame.Size
) -> Frame {
  switch screen.view {
  case .overview: overview(state, screen, context, size: size)
  case .pod: podView(state, screen, context, size: size)
  case .log: logView(state, screen, context, size: size)
  case .help: helpView(screen, context, size: size)
  }
}
