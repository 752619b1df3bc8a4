import KubernetesObjects
import ShutdownModel

extension Column {
  /// The pod's name, which never goes and grows to the longest before the others grow.
  static let pod = Column(
    id: "pod", titles: ["POD"],
    wishes: { _, longestName in
      let least = min(max(longestName, 8), 16)
      return [
        Wish(turn: 0, width: least), Wish(turn: 70, width: least...min(max(longestName, 8), 48)),
      ]
    },
    cell: PodCell { $0.drawName($1, $2) })
}

extension Frame {
  fileprivate mutating func drawName(_ row: PodRow, _ range: Range<Int>) {
    let pod = row.pod
    let isOver = pod.verdict != nil
    let role: Role =
      isOver
      ? .quiet
      : pod.alert?.level == .critical
        ? .critical : pod.isShuttingDown ? .strong : pod.phase >= .exited ? .quiet : .plain
    var name = row.glyphs.plain(pod.object.name)
    if name.cellWidth > range.count, range.count > 8 {
      // What tells pods of one workload apart is the end of their names.
      let tail = String(name.suffix(range.count / 2))
      name = String(name.prefix(range.count - tail.count - 1)) + row.glyphs.cut + tail
    }
    write(name, row: row.line, column: range.lowerBound, role: role, limit: range.upperBound)
  }
}
