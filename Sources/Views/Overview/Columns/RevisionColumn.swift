import ShutdownModel

extension Column {
  /// Whether the pod is of the old or the new revision.
  static let revision = Column(
    id: "revision", titles: ["REV"], wishes: { _, _ in [Wish(turn: 30, width: 3)] },
    cell: .text { row in
      guard row.standing != .unknown else { return nil }
      return (row.standing.rawValue, row.standing == .old ? .old : .new)
    })
}
