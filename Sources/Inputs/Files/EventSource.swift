public import ShutdownModel

/// Events that stand in a file, a batch at a time.
public protocol EventSource: AnyObject {
  /// The next events, roughly in the order of their times; nil at the end.
  func next() throws(FileError) -> [Event]?
}
