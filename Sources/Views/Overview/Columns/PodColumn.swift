import KubernetesObjects
import ShutdownModel

extension Column {
  /// The pod's name, which never goes.
  static let pod = Column(
    id: "pod", titles: ["POD"],
    wishes: { screen, nameWidth in [Wish(turn: 0, width: max(min(nameWidth, screen - 14), 4))] },
    cell: PodCell { $0.drawName($1, $2) })
}

extension Frame {
  fileprivate mutating func drawName(_ row: PodRow, _ range: Range<Int>) {
    let pod = row.pod
    let role: Role =
      pod.verdict != nil
      ? .quiet
      : pod.danger(at: row.now) == .critical
        ? .critical : pod.isShuttingDown ? .strong : pod.phase >= .exited ? .quiet : .plain
    let name = row.glyphs.plain(pod.name(isShort: row.isShort))
      .cutInTheMiddle(range.count, mark: row.glyphs.cut)
    write(name, row: row.line, column: range.lowerBound, role: role, limit: range.upperBound)
  }
}
