extension State {
  /// Applies one event and returns what changed, in the order it happened.
  ///
  /// Total: every event is legal in every state.
  public mutating func apply(_ event: Event) -> [Output] {
    []
  }
}
